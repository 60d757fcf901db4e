using System.Globalization;
using System.Text;
using Dashboard.Linting.Adopt;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Linting.Adopt;

/// <summary>
/// Procedures in the style of those that people publish. Each becomes a runbook without errors, and keeps every word. What the draft looks
/// like, and what it is unsure of, stands in the folder of snapshots.
/// </summary>
public sealed class AdoptedDocumentTests
{
    private const string Folder = "tests/Dashboard.Engine.Tests/Linting/Adopt";

    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(RepositoryRoot.Of(Folder, "Documents"), "*.md").Select(f =>
            Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void Documents_AreTen_OrMore() => Documents.Count.ShouldBeGreaterThanOrEqualTo(10);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Draft_OfADocument_HasNoErrors(string file)
    {
        var adoption = Drafts.Of(Read(file), file);

        adoption.IsChanged.ShouldBeTrue();
        adoption.Runbook.Steps.ShouldNotBeEmpty();
        Drafts.Errors(adoption).ShouldBeEmpty();
        Lints.Of(adoption.Text).Where(f => f.Diagnostic.Severity == Core.Runbooks.Diagnostics.DiagnosticSeverity.Error).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Draft_OfADocument_KeepsEveryWord(string file)
    {
        var text = Read(file);
        var draft = Drafts.Of(text, file).Text;

        Drafts.Lost(text, draft).ShouldBeEmpty();
        Drafts.Moved(text, draft).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Draft_OfADocument_IsTheOneThatWasLookedAt(string file)
    {
        var adoption = Drafts.Of(Read(file), file);

        Snapshot.Match(adoption.Text, Folder, "Snapshots", file);
        Snapshot.Match(Told(adoption), Folder, "Snapshots", Path.ChangeExtension(file, ".txt"));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Draft_OfADraft_IsTheDraft(string file)
    {
        var draft = Drafts.Of(Read(file), file).Text;

        Drafts.Of(draft, file).Text.ShouldBe(draft);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Doubts_NameLinesOfTheDocumentAndOfTheDraft(string file)
    {
        var text = Read(file);
        var adoption = Drafts.Of(text, file);

        foreach (var doubt in adoption.Doubts)
        {
            var (before, after) = (Line(text, doubt.Line), Line(adoption.Text, doubt.DraftLine));
            // A fence begins with the same mark, all else is the same line.
            after.TrimStart()[..Math.Min(3, after.TrimStart().Length)].ShouldBe(before.TrimStart()[..Math.Min(3,
                before.TrimStart().Length)]);
        }
    }

    /// <summary>Negative control: a draft that leaves a word out, or moves a line, is found.</summary>
    [Fact]
    public void Words_ThatAreMissing_AreFound()
    {
        Drafts.Lost("Stop the service\n```bash\nrun it\n```", "Stop service\n```bash {#a}\nrun\n```").ShouldBe(["THE", "IT"]);
        Drafts.Moved("one\n\ntwo", "two\n\none").ShouldBe("two");
        Drafts.Moved("- [ ] one\ntwo", "- [ ] one {#one}\ntwo").ShouldBeNull();
    }

    private static string Line(string text, int number) => text.Split('\n')[number - 1];

    private static string Read(string file) => File.ReadAllText(RepositoryRoot.Of(Folder, "Documents", file));

    private static string Told(Adoption adoption)
    {
        var told = new StringBuilder();
        foreach (var doubt in adoption.Doubts)
            told.Append(CultureInfo.InvariantCulture, $"{doubt.Line} -> {doubt.DraftLine}: {doubt.Message}\n    {doubt.Remedy}\n");
        foreach (var found in adoption.Findings)
            told.Append(CultureInfo.InvariantCulture, $"draft {found.Line}: {found.Code} {found.Message}\n");
        return told.Append(AdoptionSummary.Of(adoption)).Append('\n').ToString();
    }
}
