using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dashboard.Core.Runbooks;

/// <summary>Tells which pinned files a step runs or reads, by the names in its script and in those files.</summary>
public static class PinnedFileUse
{
    /// <summary>
    /// The paths that a step names, and those that these files name in turn. A script may put a name together from pieces: what is not
    /// found here is not unused, so whoever shows this shows the others, too.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="texts">Path of each pinned file to its text; empty for what is no text.</param>
    public static ImmutableArray<string> Of(Step step, IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(texts);
        var found = new List<string>();
        var unread = new Queue<string>([step.Body]);
        while (unread.TryDequeue(out var text))
        {
            foreach (var path in texts.Keys.Where(p => !found.Contains(p) && Names(text, p)).ToArray())
            {
                found.Add(path);
                unread.Enqueue(texts[path]);
            }
        }

        return [.. found];
    }

    // By its last part: `cd scripts && ./switch.sh` runs scripts/switch.sh.
    private static bool Names(string text, string path) =>
        Regex.IsMatch(text, $@"(?<![\w.-]){Regex.Escape(path[(path.LastIndexOf('/') + 1)..])}(?![\w-])", RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
}
