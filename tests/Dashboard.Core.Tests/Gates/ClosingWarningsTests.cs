using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Gates;

/// <summary>What a person is told before they close a run.</summary>
public sealed class ClosingWarningsTests
{
    [Fact]
    public void Closing_AGateThatNobodyTouched_SaysNothingOfARollback()
    {
        var book = Story.Book("id: change, phrase: change-approved, unlocks: mutating", """
            mutating one verify=one-ok
            smoke one-ok
            rollback one-back
            mutating two verify=two-ok
            smoke two-ok
            rollback two-back
            """);

        ClosingWarnings.Of(book, new RunBuilder(book).State, RunResult.Completed).ShouldBe(["4 steps have not passed."]);
    }
}
