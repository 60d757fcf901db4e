using Dashboard.Engine.Linting;
using Dashboard.Linting.Team;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Linting.Commands;

/// <summary>The linter is right about commands of the tools that runbooks use, in all their breadth.</summary>
public sealed class WideCommandTests
{
    /// <summary>What counts as right: a read passes, a change does not pass as a read, and what is destroyed is said to be.</summary>
    private const double MostReads = 0.98, FewestPassed = 0.02, MostDestroyed = 0.9;

    private static readonly string List =
        RepositoryRoot.Of("tests", "Dashboard.Engine.Tests", "Linting", "Commands", "commands-wide.tsv");

    [Fact]
    public async Task Commands_OfTheWideList_AreJudgedRight()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var list = await File.ReadAllTextAsync(List, cancellation);

        var matrix = (await CommandMatrix.OfAsync(list, TeamCatalogue.None, cancellation)).ShouldNotBeNull();

        var wrong = string.Join('\n', matrix.Commands.Where(c => !c.IsRight).Select(c => $"line {c.Line}: said {c.Said}: {c.Command}"));
        matrix.Share(CommandVerdict.Reads, CommandVerdict.Reads).ShouldBeGreaterThanOrEqualTo(MostReads, wrong);
        matrix.Share(CommandVerdict.Changes, CommandVerdict.Reads).ShouldBeLessThanOrEqualTo(FewestPassed, wrong);
        matrix.Share(CommandVerdict.Destroys, CommandVerdict.Destroys).ShouldBeGreaterThanOrEqualTo(MostDestroyed, wrong);
        matrix.Count(CommandVerdict.Destroys, CommandVerdict.Reads).ShouldBe(0, wrong);
    }
}
