using System.Text;
using Dashboard.Execution.Processes;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Processes;

/// <summary>A tool takes no more of the machine than it may.</summary>
[Needs(Need.Packages)]
public sealed class ToolProcessTests
{
    private const string Greedy = "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}";

    // The negative control: without a limit it gets what it asks for.
    [Theory]
    [InlineData(100L << 20, false)]
    [InlineData(null, true)]
    public async Task Tool_ThatAsksForTooMuchMemory_Fails(long? memory, bool gets)
    {
        var result = await RunAsync("bash", ["-c", Greedy], new(Memory: memory));

        (result!.Code == 0 && Encoding.ASCII.GetString(result.Output) == "200000000\n").ShouldBe(gets);
    }

    [Fact]
    public async Task Tool_UnderALimit_GetsItsArgumentsAndItsInputAsTheyAre()
    {
        var result = await RunAsync("bash", ["-c", "echo \"$0|$1|$(cat)\"; exit 3", "a b", "$(x)'"], new(Memory: 1L << 30), "in");

        (result!.Code, Encoding.ASCII.GetString(result.Output), result.IsWhole).ShouldBe((3, "a b|$(x)'|in\n", true));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1L << 30)]
    public async Task Tool_ThatIsNotThere_IsNone(long? memory) => (await RunAsync("no-such-tool", [], new(Memory: memory))).ShouldBeNull();

    [Fact]
    public async Task Tool_ThatWritesTooMuch_IsStopped()
    {
        (await RunAsync("yes", [], new(1 << 20, 1L << 30)))!.IsWhole.ShouldBeFalse();

        var complaints = await RunAsync("bash", ["-c", "head -c 3000000 /dev/zero | tr '\\0' x >&2"], new());
        (complaints!.Code, complaints.Errors.Length).ShouldBe((0, 1 << 16));
    }

    private static async Task<ToolResult?> RunAsync(string program, string[] arguments, ToolLimits limits, string input = "") =>
        await ToolProcess.RunAsync(program, arguments, Encoding.ASCII.GetBytes(input), TestContext.Current.CancellationToken, limits);
}
