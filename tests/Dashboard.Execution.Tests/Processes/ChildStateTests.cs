using System.Diagnostics;
using System.Text;
using Dashboard.Core.Runbooks;
using Dashboard.Execution.Processes;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Processes;

/// <summary>
/// Every program begins as from a shell that somebody has just opened: default signals, none blocked, umask 0022, three descriptors.
/// </summary>
[Needs(Need.Root, Need.Packages)]
public sealed class ChildStateTests
{
    private const string Child = "CUTOVER_TEST_CHILD_STATE";

    // What the shell catches is reset when cat begins; what is ignored or blocked is not. The fourth descriptor is the folder that ls
    // reads.
    private const string Tell = "umask; cat /proc/self/status | grep -E '^Sig(Blk|Ign|Cgt):'; echo $(ls /proc/self/fd)";

    private static readonly string[] Fresh =
        ["0022", "SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000", "SigCgt:\t0000000000000000", "0 1 2 3"];

    public static TheoryData<string, bool> Ways => new()
    {
        { nameof(StepKind.Preflight), true },
        { nameof(StepKind.Preflight), false },
        { nameof(StepKind.Mutating), true },
        { nameof(StepKind.Mutating), false },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Step_WhateverItsKind_BeginsFresh(string kind, bool cgroups) =>
        (await OfStepAsync(Enum.Parse<StepKind>(kind), cgroups)).ShouldBe(Fresh);

    [Theory]
    [InlineData(null)]
    [InlineData(1L << 30)]
    public async Task Tool_WithAndWithoutALimit_BeginsFresh(long? memory) => (await OfToolAsync(memory)).ShouldBe(Fresh);

    /// <summary>As under <c>nohup</c>, a careless service manager, or a shell with <c>umask 077</c> and an open file.</summary>
    [Fact]
    public async Task Children_OfAServerThatWasStartedOddly_BeginFresh()
    {
        var executable = Path.ChangeExtension(typeof(ChildStateTests).Assembly.Location, null);
        const string oddly = """
            use POSIX; $^F = 99;
            $SIG{$_} = 'IGNORE' for qw(HUP INT QUIT PIPE USR1 USR2 ALRM TTOU);
            POSIX::sigprocmask(POSIX::SIG_BLOCK(), POSIX::SigSet->new(10, 12, 15, 17));
            umask 077; open my $file, '<', '/etc/passwd'; POSIX::dup2(fileno $file, $_) for 3 .. 9;
            exec @ARGV;
            """;
        var start = new ProcessStartInfo("/usr/bin/perl",
            ["-e", oddly, executable, "-explicit", "only", "-method", $"*.{nameof(Server_ForTheTestAbove_TellsHowItsChildrenBegin)}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[Child] = "1";
        using var server = Process.Start(start)!;
        var told = (await server.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n')
            .Where(l => l.StartsWith("told ", StringComparison.Ordinal)).ToArray();
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        // The negative control: how a child begins that is started plainly, by a server like that.
        var plain = told.Single(l => l.StartsWith("told plain: ", StringComparison.Ordinal));
        plain.ShouldContain("0077");
        plain.ShouldNotContain("SigIgn:\t0000000000000000");
        var others = told.Except([plain]).ToArray();
        others.Length.ShouldBe(Ways.Count + 2);
        others.ShouldAllBe(l => l.EndsWith($": {string.Join(" | ", Fresh)}", StringComparison.Ordinal), string.Join('\n', others));
    }

    [Fact(Explicit = true)]
    public async Task Server_ForTheTestAbove_TellsHowItsChildrenBegin()
    {
        (Environment.GetEnvironmentVariable(Child) is null).ShouldBeFalse($"{Child} is not set.");
        using (var plain = Process.Start(new ProcessStartInfo("sh", ["-c", Tell]) { RedirectStandardOutput = true })!)
            Print("plain", (await plain.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries));
        foreach (var row in Ways)
            Print($"{row.Data.Item1}, {row.Data.Item2}", await OfStepAsync(Enum.Parse<StepKind>(row.Data.Item1), row.Data.Item2));
        foreach (var memory in new long?[] { null, 1L << 30 })
            Print($"tool, {memory}", await OfToolAsync(memory));
        // What the server makes itself keeps the server's own umask.
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Delete(file);
    }

    [Theory]
    [InlineData("seq 1 1000000 | grep -q 5; echo $?", "0\n")]
    [InlineData("while :; do echo x; done | head -n 1", "x\n")]
    public async Task Pipe_WhoseReaderHasEnough_EndsItsWriter(string script, string output)
    {
        await using var runners = new Runners();
        foreach (var kind in new[] { StepKind.Preflight, StepKind.Mutating })
        {
            var sink = new RecordingSink();
            var end = await runners.Of("sh").RunAsync(Executions.Of("sh", script, folder: runners.Folder, kind: kind), sink, default)
                .WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
            (end.ExitCode, sink.Stdout, sink.Stderr).ShouldBe((0, output, ""));
        }
    }

    private static async Task<string[]> OfStepAsync(StepKind kind, bool cgroups)
    {
        await using var runners = new Runners(replace: cgroups ? null : Cgroups.Used(false));
        var sink = new RecordingSink();
        var end = await runners.Of("bash").RunAsync(Executions.Of("bash", Tell, folder: runners.Folder, kind: kind), sink, default);
        end.ExitCode.ShouldBe(0, sink.Stderr);
        return sink.Lines;
    }

    private static async Task<string[]> OfToolAsync(long? memory)
    {
        var result = await ToolProcess.RunAsync("sh", ["-c", Tell], ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken,
            new(Memory: memory));
        return Encoding.UTF8.GetString(result!.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Print(string who, string[] lines) => Console.WriteLine($"told {who}: {string.Join(" | ", lines)}");
}
