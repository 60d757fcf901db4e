using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Tests.Docs;

/// <summary>Every relative link in every Markdown file leads to a file that is there, and to a heading that it has.</summary>
public sealed partial class DocsLinksTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Pages =
        new(() => RepositoryFiles.EndingWith(".md").ToDictionary(p => p, RepositoryFiles.Read, StringComparer.Ordinal));

    // Sample runbooks are test data; their links are part of what is tested.
    private static IEnumerable<KeyValuePair<string, string>> Docs =>
        Pages.Value.Where(p => !p.Key.StartsWith("tests/", StringComparison.Ordinal));

    [Fact]
    public void Links_InEveryPage_LeadToAFileThatExists() =>
        Docs.SelectMany(p => Links(p.Value).Select(l => (Page: p.Key, Link: l)))
            .Where(l => l.Link.Path.Length > 0 && !Path.Exists(Target(l.Page, l.Link.Path)))
            .Select(l => $"{l.Page}:{l.Link.Line} {l.Link.Path}").ShouldBeEmpty();

    [Fact]
    public void Anchors_InEveryPage_LeadToAHeadingThatExists() =>
        Docs.SelectMany(p => Links(p.Value).Select(l => (Page: p.Key, Link: l)))
            .Where(l => l.Link.Anchor.Length > 0 && !HasAnchor(l.Page, l.Link))
            .Select(l => $"{l.Page}:{l.Link.Line} {l.Link.Path}#{l.Link.Anchor}").ShouldBeEmpty();

    [Fact]
    public void EveryPage_UnderDocs_IsReachedFromTheIndex()
    {
        HashSet<string> seen = ["docs/README.md"];
        var queue = new Queue<string>(seen);
        while (queue.TryDequeue(out var page))
        {
            foreach (var link in Links(Pages.Value[page]))
            {
                var target = link.Path.Length == 0 ? page : Path.GetRelativePath(RepositoryFiles.Root, Target(page, link.Path));
                target = Directory.Exists(Path.Combine(RepositoryFiles.Root, target)) ? Path.Combine(target, "README.md") : target;
                if (Pages.Value.ContainsKey(target) && seen.Add(target))
                    queue.Enqueue(target);
            }
        }

        Docs.Select(p => p.Key).Where(p => p.StartsWith("docs/", StringComparison.Ordinal)).Except(seen).ShouldBeEmpty();
    }

    [Fact]
    public void TestClasses_ThatTheDocsName_Exist()
    {
        var classes = RepositoryFiles.EndingWith("Tests.cs").Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Docs.SelectMany(p => TestClass().Matches(p.Value).Select(m => (Page: p.Key, Name: m.Groups[1].Value)))
            .Where(n => !classes.Contains(n.Name)).Select(n => $"{n.Page}: {n.Name}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[a](b.md)", "b.md", "")]
    [InlineData("![a](images/b.png)", "images/b.png", "")]
    [InlineData("<img src=\"c.png\" alt=\"\">", "c.png", "")]
    [InlineData("[a](b.md#one-two)", "b.md", "one-two")]
    [InlineData("[a](#here)", "", "here")]
    public void Link_OfEachForm_IsRead(string text, string path, string anchor) =>
        Links($"first line\n{text}\n").ShouldBe([new(2, path, anchor)]);

    [Theory]
    [InlineData("[a](https://example.org/b.md)")]
    [InlineData("`[a](b.md)`")]
    [InlineData("```\n[a](b.md)\n```")]
    [InlineData("~~~markdown\n```\n[a](b.md)\n```\n~~~")]
    public void Link_ThatIsCodeOrLeadsElsewhere_IsLeftAlone(string text) => Links(text).ShouldBeEmpty();

    [Theory]
    [InlineData("A cgroup for each step", "a-cgroup-for-each-step")]
    [InlineData("“This request came from another site”", "this-request-came-from-another-site")]
    [InlineData("Inside a container: `in=CONTAINER`", "inside-a-container-incontainer")]
    [InlineData("0001: A title, shortened", "0001-a-title-shortened")]
    public void Heading_HasTheAnchorThatForgesGiveIt(string heading, string anchor) => Anchor(heading).ShouldBe(anchor);

    private static bool HasAnchor(string page, Link link)
    {
        var target = link.Path.Length == 0 ? page : Path.GetRelativePath(RepositoryFiles.Root, Target(page, link.Path));
        return Pages.Value.TryGetValue(target, out var text) && Prose(text).Select(l => Heading().Match(l.Text)).Where(m => m.Success)
            .Any(m => Anchor(m.Groups[1].Value) == link.Anchor);
    }

    private static string Target(string page, string path) =>
        Path.GetFullPath(Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(page)!, Uri.UnescapeDataString(path)));

    private static Link[] Links(string page) =>
    [
        .. Prose(page).SelectMany(l => Target().Matches(Code().Replace(l.Text, "")).Select(m => (l.Line, Address: m.Groups[1].Value)))
            .Where(l => !Absolute().IsMatch(l.Address))
            .Select(l => new Link(l.Line, l.Address.Split('#')[0],
                l.Address.Contains('#', StringComparison.Ordinal) ? l.Address.Split('#')[1] : "")),
    ];

    // The lines outside of fenced code.
    private static IEnumerable<(int Line, string Text)> Prose(string page)
    {
        var fence = "";
        foreach (var (index, line) in page.Split('\n').Index())
        {
            var mark = Fence().Match(line).Groups[1].Value;
            if (fence.Length == 0 && mark.Length > 0)
                fence = mark;
            else if (fence.Length > 0 && mark.Length >= fence.Length && mark[0] == fence[0])
                fence = "";
            else if (fence.Length == 0)
                yield return (index + 1, line);
        }
    }

    // As GitHub and Forgejo make them: letters, digits and hyphens stay, spaces become hyphens, the rest goes.
    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var c in heading.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
                anchor.Append(c);
            else if (c == ' ')
                anchor.Append('-');
        }

        return anchor.ToString();
    }

    [GeneratedRegex("""(?:\]\(|<img src=")([^\s)"]+)""")]
    private static partial Regex Target();

    [GeneratedRegex(@"`([A-Z][A-Za-z]+Tests)`")]
    private static partial Regex TestClass();

    [GeneratedRegex("`+[^`]+`+")]
    private static partial Regex Code();

    [GeneratedRegex("^ *(```+|~~~+)")]
    private static partial Regex Fence();

    [GeneratedRegex("^#{1,6} +(.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex("^[a-z]+:|^/")]
    private static partial Regex Absolute();

    private sealed record Link(int Line, string Path, string Anchor);
}
