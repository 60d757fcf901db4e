using System.Runtime.CompilerServices;
using Dashboard.Engine.Linting;
using Dashboard.Linting.Team;

namespace Dashboard.Engine.Tests.Linting.Commands;

/// <summary>The linter is right about real commands, in the breadth in which runbooks use them.</summary>
public sealed class CommandMatrixTests
{
    private const double LeastReads = 0.98, MostChangesAsReads = 0.02, LeastDestroys = 0.9;

    [Theory]
    [InlineData("commands.tsv")]
    [InlineData("commands-wide.tsv")]
    public async Task Commands_OfAList_AreJudgedRight(string list)
    {
        var matrix = await Judged(await File.ReadAllTextAsync(Beside(list), TestContext.Current.CancellationToken));

        var wrong = string.Join('\n', matrix.Commands.Where(c => !c.IsRight)
            .Select(c => $"{c.Line}: {c.Does}, not {c.Said}: {c.Command}"));
        matrix.Share(CommandVerdict.Reads, CommandVerdict.Reads).ShouldBeGreaterThanOrEqualTo(LeastReads, wrong);
        matrix.Share(CommandVerdict.Changes, CommandVerdict.Reads).ShouldBeLessThanOrEqualTo(MostChangesAsReads, wrong);
        matrix.Count(CommandVerdict.Destroys, CommandVerdict.Reads).ShouldBe(0, wrong);
        matrix.Share(CommandVerdict.Destroys, CommandVerdict.Destroys).ShouldBeGreaterThanOrEqualTo(LeastDestroys, wrong);
    }

    [Fact]
    public async Task Commands_AreCountedByWhatTheyDoAndWhatIsSaid()
    {
        var matrix = await Judged("# A list\ndocker ps\treads\r\n\ndocker stop x\treads\ndocker rm x\tdestroys\nno-such x\tchanges\n");

        matrix.Commands.Select(c => (c.Line, c.Does, c.Said)).ShouldBe(
        [
            (2, CommandVerdict.Reads, CommandVerdict.Reads), (4, CommandVerdict.Reads, CommandVerdict.Changes),
            (5, CommandVerdict.Destroys, CommandVerdict.Destroys), (6, CommandVerdict.Changes, CommandVerdict.CannotTell),
        ]);
        (matrix.Count(CommandVerdict.Reads, CommandVerdict.Changes), matrix.Share(CommandVerdict.Reads, CommandVerdict.Reads),
            matrix.Share(CommandVerdict.CannotTell, CommandVerdict.Reads)).ShouldBe((1, 0.5, 0));
    }

    [Fact]
    public async Task Team_SaysWhatItsProgramsDo()
    {
        var matrix = await CommandMatrix.OfAsync("ourctl status\treads\nourctl purge\tdestroys\n",
            TeamCatalogue.Read("programs: {ourctl: {verbs: {status: reads, purge: destroys}}}"), TestContext.Current.CancellationToken);

        matrix!.Commands.ShouldAllBe(c => c.IsRight);
    }

    [Theory]
    [InlineData("docker ps reads", 1)]
    [InlineData("docker ps\treads\n\treads", 2)]
    [InlineData("# x\n\ndocker ps\tlooks", 3)]
    public async Task Line_ThatIsNoCommandWithAnEffect_IsRefusedWithItsNumber(string list, int line) =>
        (await Should.ThrowAsync<FormatException>(() => Judged(list))).Message
            .ShouldBe($"Line {line}: write a command, a tab, and `reads`, `changes` or `destroys`.");

    private static async Task<CommandMatrix> Judged(string list) =>
        (await CommandMatrix.OfAsync(list, TeamCatalogue.None, TestContext.Current.CancellationToken)).ShouldNotBeNull();

    private static string Beside(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);
}
