namespace Dashboard.Linting.Shell.State;

/// <summary>Tracks the temporary files of a script: a copy of a secret is a secret, and a link may lead out of the folder.</summary>
internal sealed class TemporaryFiles
{
    private readonly Dictionary<string, string> _leaks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);

    /// <summary>Records that a file contains something that must not be shown.</summary>
    /// <param name="path">The file, or the folder it is copied to.</param>
    /// <param name="code">The rule (<see cref="LintCodes"/>).</param>
    public void Fill(string path, string code) => _leaks.TryAdd(path.TrimEnd('/'), code);

    /// <summary>Records a link to something that is not temporary.</summary>
    public void Link(string path) => _links.Add(path.TrimEnd('/'));

    /// <summary>The rule that showing the file would break; null if it may be shown.</summary>
    public string? LeakIn(string path)
    {
        if (_leaks.Count == 0)
            return null;
        for (var at = path.Length; at > 0; at = path.LastIndexOf('/', at - 1))
        {
            if (_leaks.TryGetValue(path[..at], out var code))
                return code;
        }

        return null;
    }

    /// <summary>Whether a path leads through a link to somewhere else.</summary>
    public bool LeadsOut(string path) => _links.Any(l => path == l || path.StartsWith(l + "/", StringComparison.Ordinal));
}
