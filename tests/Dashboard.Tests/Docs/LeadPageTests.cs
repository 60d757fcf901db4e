using System.Reflection;
using System.Text.RegularExpressions;
using Dashboard.Core.Audit;

namespace Dashboard.Tests.Docs;

/// <summary>The leads' page explains each flag of the audit, in the words that the screen shows.</summary>
public sealed partial class LeadPageTests
{
    private static readonly string[] Flags =
    [
        .. typeof(AuditFlags).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!),
    ];

    [Fact]
    public void Tables_OfTheAuditsFlags_NameEveryFlagAndNoOther()
    {
        var page = RepositoryFiles.Read("docs/lead.md");
        var part = page[page.IndexOf("## The morning after", StringComparison.Ordinal)..];

        Row().Matches(part).Select(m => m.Groups["flag"].Value).Where(f => f != "flag").ShouldBe(Flags, ignoreOrder: true);
    }

    /// <summary>A flag whose words stood anywhere else would not be on the page.</summary>
    [Theory]
    [InlineData("src/Dashboard.Core/Audit/AuditTrail.cs", 15)]
    [InlineData("src/Dashboard.Engine/Evidence/Audit/AuditQueries.cs", 1)]
    public void Words_OfFlags_StandInTheListAlone(string file, int flags)
    {
        var source = RepositoryFiles.Read(file);

        NewText().Matches(source).ShouldBeEmpty();
        NewFlag().Count(source).ShouldBe(flags);
    }

    [Fact]
    public void Rejections_BeforeAnApproval_AreCounted()
    {
        AuditFlags.RejectedBefore(1).ShouldBe("1 rejected approval before");
        AuditFlags.RejectedBefore(12).ShouldBe("12 rejected approvals before");
    }

    [GeneratedRegex(@"^\| (?<flag>[^|-][^|]*?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("""new(?:\s+AuditFlag)?\(\s*\$?"[^"]""")]
    private static partial Regex NewText();

    [GeneratedRegex(@"new\(AuditFlags\.")]
    private static partial Regex NewFlag();
}
