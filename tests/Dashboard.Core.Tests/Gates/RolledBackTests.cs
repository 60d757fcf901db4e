using Dashboard.Core.Gates;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Gates;

/// <summary>What nobody is asked for any more once a gate's changes were taken back.</summary>
public sealed class RolledBackTests
{
    // A shared check is asked for as long as one of the gates that ask for it has yet to begin.
    [Theory]
    [InlineData("+look +a-look approve:ga +a approve:gb +b +a-back", "look a-look a a-ok a-back")]
    [InlineData("+look +a-look approve:ga +a +a-back", "a-look a a-ok a-back")]
    [InlineData("+look +a-look approve:ga +a approve:gb +b", "")]
    public void SetAside_AfterOneOfTwoWasRolledBack_IsWhatIsAboutThatOneAlone(string story, string aside)
    {
        var book = Story.Book("""
            id: ga, phrase: a-approved, unlocks: mutating
            id: gb, phrase: b-approved, unlocks: mutating
            """, """
            manual first
            preflight look
            preflight a-look gate=ga
            mutating a gate=ga
            smoke a-ok gate=ga
            mutating b gate=gb
            smoke b-ok gate=gb
            smoke both
            rollback a-back gate=ga
            rollback b-back gate=gb
            """);

        var found = RolledBack.SetAside(book, Story.Of(book, story).State);

        string.Join(' ', book.Steps.Select(s => s.Id).Where(found.Contains)).ShouldBe(aside);
    }
}
