using System.Text;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>
/// What a script writes in turns to its two streams is kept in the order in which it wrote it, while the machine has other things to do.
/// </summary>
public sealed class OrderTests
{
    private const int Runs = 100;

    private const string Loop = "for i in 1 2 3 4 5; do echo out$i; echo err$i >&2; done";

    private static readonly string Expected = string.Concat(Enumerable.Range(1, 5).Select(i => $"out{i}\nerr{i}\n"));

    [Theory]
    [InlineData(StepKind.Preflight)]
    [InlineData(StepKind.Mutating)]
    public async Task Output_LinesInTurnsOnALoadedMachine_AreInOrderInNinetyNineOfAHundredRuns(StepKind kind)
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(kind == StepKind.Preflight ? SampleBooks.Preflight(Loop) : SampleBooks.Change(Loop));
        using var load = new BusyMachine();
        List<string> wrong = [];
        for (var i = 0; i < Runs; i++)
        {
            if (kind == StepKind.Mutating)
                (await engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""))).Reasons.ShouldBeEmpty();
            var attempt = await engine.RunAsync(run, kind == StepKind.Preflight ? "check" : "change");
            var text = string.Concat((await engine.Store.ReadOutputAsync(attempt.Id, 1, long.MaxValue))
                .Select(c => Encoding.UTF8.GetString(c.Bytes.Span)));
            if (text != Expected)
                wrong.Add(text.Replace('\n', ' '));
        }

        wrong.Count.ShouldBeLessThanOrEqualTo(Runs / 100, string.Join('\n', wrong));
    }
}
