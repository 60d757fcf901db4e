using Dashboard.Testing;

namespace Dashboard.Tests.Docs;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "TestResults", "StrykerOutput", "node_modules"];

    /// <summary>Its top folder.</summary>
    public static string Root => RepositoryRoot.Path;

    /// <summary>Every file with this ending, by its path below the top folder.</summary>
    public static IEnumerable<string> EndingWith(string extension) =>
        Below(new DirectoryInfo(Root), extension).Order(StringComparer.Ordinal);

    /// <summary>The text of a file, by its path below the top folder.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    // What builds and tools leave behind is not looked at.
    private static IEnumerable<string> Below(DirectoryInfo folder, string extension) =>
    [
        .. folder.EnumerateFiles("*" + extension).Select(f => Path.GetRelativePath(Root, f.FullName)),
        .. folder.EnumerateDirectories().Where(d => !NotOurs.Contains(d.Name) && d.Name != ".git").SelectMany(d => Below(d, extension)),
    ];
}
