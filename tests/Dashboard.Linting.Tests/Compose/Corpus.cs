using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Compose;

namespace Dashboard.Linting.Tests.Compose;

/// <summary>
/// Compose files with what is wrong in them marked: <c>«LN401»</c> stands right before the culprit, <c>«LN405w»</c> before one that is
/// warned of. Several files are divided by lines such as <c>=== overlay.yaml</c>, and a command names them in that order.
/// </summary>
internal static partial class Corpus
{
    public static readonly Runbook Runbook = new()
    {
        Title = "x",
        Inputs =
        [
            new("KEY", "the key", null, true, null),
            new("TOKEN_FILE", "the token", null, false, "/etc/keys/token"),
            new("KEY_FOLDER", "a folder", null, false, "/etc/keys"),
            new("TAG", "a tag", null, false, "latest"),
            new("URL", "an address", null, true, "http://127.0.0.1"),
        ],
        Secrets = [new("KEY"), new("TOKEN_FILE"), new("/srv/ca/private/ca_key")],
    };

    /// <summary>Checks files, one per line such as <c>=== a.yaml</c>, and compares what is found with the marks.</summary>
    public static void ShouldBeAsMarked(string marked, bool oneSet = true)
    {
        var files = Files(marked);
        var plain = files.ToDictionary(f => f.Path, f => Mark().Replace(f.Text, ""));
        ImmutableArray<ImmutableArray<string>> sets = oneSet ? [[.. files.Select(f => f.Path)]] : [];

        var found = ComposeRules.Check(Runbook, plain, sets).ToList();

        found.Select(Shown).Order().ShouldBe(files.SelectMany(f => Marks(f.Path, f.Text)).Order(), string.Join('\n', found));
        found.ShouldAllBe(f => f.Diagnostic.Message.Length > 10 && f.Diagnostic.Remedy.Length > 5);
    }

    public static string Shown(LintFinding finding) =>
        $"{finding.File}:{finding.Diagnostic.Line}:{finding.Diagnostic.Column} "
            + $"{finding.Diagnostic.Code}{(finding.Diagnostic.Severity == DiagnosticSeverity.Warning ? "w" : "")}";

    public static List<(string Path, string Text)> Files(string marked)
    {
        if (!marked.StartsWith("===", StringComparison.Ordinal))
            return [("compose.yaml", marked)];
        return [.. Divider().Split(marked).Skip(1).Chunk(2).Select(pair => (pair[0], pair[1]))];
    }

    private static IEnumerable<string> Marks(string path, string text)
    {
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            var shift = 0;
            foreach (Match mark in Mark().Matches(lines[line]))
            {
                yield return $"{path}:{line + 1}:{mark.Index - shift + 1} {mark.Groups[1].Value}";
                shift += mark.Length;
            }
        }
    }

    [GeneratedRegex("«(LN[0-9]{3}w?)»")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^=== (\S+)\n", RegexOptions.Multiline)]
    private static partial Regex Divider();
}
