using Bunit;
using Dashboard.Core.Audit;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Features.Audit;
using Dashboard.Features.Evidence;
using Dashboard.Shared.Filters;
using Dashboard.Testing;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Evidence;

/// <summary>
/// Outcomes that were unknown, in lists and in the audit: as what they were settled, by whom, and how they are asked for.
/// </summary>
public sealed class SettledOutcomeTests : ScreenTest
{
    private static readonly AttemptSummary Summary = new()
    {
        Sequence = 9,
        AttemptId = "a",
        RunId = "r",
        RunNumber = 3,
        Slug = "book",
        RunbookDigest = "d",
        Mode = RunMode.Live,
        StepId = "switch",
        Title = "Switch",
        Number = 1,
        Target = "host",
        By = "ann",
        StartedAt = RunBuilder.Start,
        EndedAt = RunBuilder.Start,
        Outcome = Outcome.Failed,
        WasUnknown = true,
        SettledBy = "ben",
    };

    [Fact]
    public void List_SettledAttempt_SaysAsWhatAndByWhom() =>
        Context.Render<AttemptTable>(p => p.Add(c => c.Attempts, [Summary])).Find(".outcome").TextContent.Trim()
            .ShouldBe("unknown → failed (ben)");

    [Fact]
    public void List_AttemptThatWasSeenToEnd_SaysItInAWord() =>
        Context.Render<AttemptTable>(p => p.Add(c => c.Attempts, [Summary with { WasUnknown = false, SettledBy = null }]))
            .Find(".outcome").TextContent.Trim().ShouldBe("failed");

    [Fact]
    public void Audit_SettledStep_SaysAsWhatAndByWhom()
    {
        var builder = new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Begin("bring-up").Interrupt()
            .Add(RunBuilder.Op, new VerdictGiven { AttemptId = "bring-up-1", Verdict = Outcome.Failed, Note = "seen" });
        var record = AuditTrail.Of(14, builder.Book, builder.State, builder.Now).ShouldHaveSingleItem();

        Context.Render<AuditCard>(p => p.Add(c => c.Record, record)).Find(".audit-steps .outcome").TextContent.Trim()
            .ShouldBe("unknown → failed (olga)");
    }

    [Fact]
    public void Filters_OfEvidence_OfferWhatWasUnknown()
    {
        var address = EvidenceAddress.Of(new("http://host/evidence?was=unknown&outcome=Failed"));

        var form = Context.Render<FilterForm>(p => p.Add(c => c.Address, address).Add(c => c.Name, "Filter").Add(c => c.Steps, true));

        form.Find("select[name=was] option[selected]").GetAttribute("value").ShouldBe("unknown");
        form.Find("select[name=outcome] option[selected]").GetAttribute("value").ShouldBe("Failed");
    }
}
