using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Gates;

/// <summary>What belongs to a rollback, and how far it goes.</summary>
public sealed class RollbackPathTests
{
    private const string Change = "id: change, phrase: change-approved, unlocks: mutating";

    [Theory]
    [InlineData("mutating one,rollback r,mutating two,rollback s,mutating three", "r: one; s: two three")]
    [InlineData("mutating one,mutating two,rollback r,rollback s", "r: one two; s: one two")]
    [InlineData("mutating one,rollback r,rollback s,mutating two,rollback t", "r: one; s: one; t: two")]
    [InlineData("rollback r,rollback s,mutating one,mutating two", "r: one two; s: one two")]
    public void TakesBack_ByWhereARollbackStands_AreTheChangesAboveIt(string steps, string takesBack)
    {
        var book = Story.Book(Change, steps.Replace(',', '\n'));

        string.Join("; ", book.Steps.Where(s => s.Kind == StepKind.Rollback)
            .Select(s => $"{s.Id}: {string.Join(' ', RollbackPath.TakesBack(book, s).Select(c => c.Id))}")).ShouldBe(takesBack);
    }

    [Fact]
    public void CheckAmongRollbacks_ThatAGateComesAfter_IsOnTheWayOn()
    {
        const string Steps = """
            ## Change
            mutating switch gate=change
            ## Back
            rollback back gate=change
            smoke looked
            ## More
            mutating more gate=more
            """;
        const string More = "\nid: more, phrase: more-approved, unlocks: mutating";
        var (after, without) = (Story.Book(Change + More + ", after: [looked]", Steps), Story.Book(Change + More, Steps));

        RollbackPath.Holds(after, after.FindStep("looked")!).ShouldBeFalse();
        RollbackPath.Holds(without, without.FindStep("looked")!).ShouldBeTrue();
    }

    [Fact]
    public void RollbackTitles_OfAGate_AreForASentence()
    {
        Story.Book(Change, "mutating one\nrollback one-back\nmutating two\nrollback two-back")
            .RollbackTitles("change").ShouldBe("“one-back”, “two-back”");
        Story.Book(Change, "mutating a").RollbackTitles("change").ShouldBeNull();
    }
}
