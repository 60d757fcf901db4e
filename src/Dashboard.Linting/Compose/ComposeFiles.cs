using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Compose;

/// <summary>The pinned files, read as Compose files when somebody asks for one.</summary>
internal sealed partial class ComposeFiles(IReadOnlyDictionary<string, string> files)
{
    private readonly Dictionary<string, ComposeFile> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The files that were asked for as Compose files.</summary>
    public IEnumerable<ComposeFile> Used => _used.Order(StringComparer.Ordinal).Select(Read);

    /// <summary>The file at a path below the runbooks folder; null when it is not pinned.</summary>
    public ComposeFile? Use(string path)
    {
        if (!files.ContainsKey(path))
            return null;
        _used.Add(path);
        return Read(path);
    }

    /// <summary>
    /// The path of a file that another one names; null when it is not pinned. Compose takes such a path from the folder of the first file
    /// of the command, docker-compose 1 from that of the file that names it.
    /// </summary>
    /// <param name="named">The path as written.</param>
    /// <param name="project">The folder of the first file.</param>
    /// <param name="by">The file that names it.</param>
    public string? Find(string named, string project, string by) =>
        new[] { project, FolderPath.FolderOf(by) }
            .Select(folder => ComposePath.Below(folder, named))
            .FirstOrDefault(path => path is not null && files.ContainsKey(path));

    /// <summary>
    /// The files that nobody names but that are Compose files all the same: those with a mapping of services, and those that cannot be read
    /// and seem to be meant as one.
    /// </summary>
    public IEnumerable<string> Recognised() => files.Keys.Order(StringComparer.Ordinal).Where(path =>
        MentionsServices().IsMatch(files[path]) && (Read(path) is var file && (file.HasServices
            || (file.Problems.Length > 0 && file.Documents.IsEmpty && IsYaml(path) && BeginsServices().IsMatch(files[path])))));

    private static bool IsYaml(string path) =>
        path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private ComposeFile Read(string path)
    {
        if (!_read.TryGetValue(path, out var file))
            _read[path] = file = ComposeReader.Read(path, files[path]);
        return file;
    }

    /// <summary>
    /// A cheap look that spares reading every script and page as YAML; escapes in the key would be needed to hide from it.
    /// </summary>
    [GeneratedRegex(@"services|\\[xuU]", RegexOptions.CultureInvariant)]
    private static partial Regex MentionsServices();

    [GeneratedRegex(@"^[""']?services[""']?\s*:", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex BeginsServices();
}
