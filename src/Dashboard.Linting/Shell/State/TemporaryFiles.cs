using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.State;

/// <summary>What is known of the temporary files that a script makes: a secret stays one in a copy, and a link leads out of the folder.</summary>
internal sealed class TemporaryFiles
{
    private readonly Dictionary<string, string> _leaks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);

    /// <summary>Notes that a file holds what a rule forbids to show.</summary>
    /// <param name="path">The file, or the folder it is copied to.</param>
    /// <param name="code">The rule (<see cref="LintCodes"/>).</param>
    public void Fill(string path, string code) => _leaks.TryAdd(path.TrimEnd('/'), code);

    /// <summary>Notes a link to something that is not temporary.</summary>
    public void Link(string path) => _links.Add(path.TrimEnd('/'));

    /// <summary>The rule that forbids to show what a file holds; null when it may be shown.</summary>
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
