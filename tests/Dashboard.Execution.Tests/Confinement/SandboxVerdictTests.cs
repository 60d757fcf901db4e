using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Execution.Confinement;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Execution.Tests.Confinement;

/// <summary>What becomes of checks while it is not known whether the sandbox holds, and where it does not.</summary>
[Needs(Need.Packages)]
public sealed class SandboxVerdictTests
{
    private static readonly SandboxVerdict Holds = new(true, Stands: true, "");
    private static readonly SandboxVerdict NoAnswer = new(null, Stands: true, "its trial did not end within 20 s");
    private static readonly SandboxVerdict Leaks = new(false, Stands: true, "the sandbox lets through: call mount");
    private static readonly SandboxVerdict Missing = new(false, Stands: false, "bubblewrap is not installed");

    [Fact]
    public async Task Trial_WithoutAnEnd_StartsNoCheckAndTheNextOneIsConfined()
    {
        var (first, second) = await TwiceAsync(SandboxMode.Preferred, NoAnswer, Holds);

        first.ExitCode.ShouldBeNull();
        first.Failure!.ShouldContain("Whether the sandbox holds is not known");
        (second.ExitCode, second.Sandbox).ShouldBe((0, "confined, read-only"));
    }

    [Fact]
    public async Task Trial_ThatShowedAWayOut_IsSaidInTheEvidence()
    {
        var (first, _) = await TwiceAsync(SandboxMode.Preferred, Leaks, Leaks);
        (first.ExitCode, first.Sandbox).ShouldBe((0, "not confined: the sandbox lets through: call mount"));
    }

    [Fact]
    public async Task Sandbox_Missing_RunsTheCheckAndSaysSo()
    {
        var (first, _) = await TwiceAsync(SandboxMode.Preferred, Missing, Missing);
        (first.ExitCode, first.Sandbox).ShouldBe((0, "not confined: bubblewrap is not installed"));
    }

    [Fact]
    public async Task Sandbox_RequiredAndNotThere_StartsNoCheckUntilItIs()
    {
        foreach (var verdict in new[] { Missing, Leaks, NoAnswer })
        {
            var (first, _) = await TwiceAsync(SandboxMode.Required, verdict, Holds);
            (first.ExitCode, first.Sandbox).ShouldBe((null, "not started"));
            first.Failure!.ShouldContain(verdict.Reason);
        }
    }

    [Fact]
    public async Task Sandbox_Off_IsSaidInTheEvidence()
    {
        var (first, _) = await TwiceAsync(SandboxMode.Off, Holds, Holds);
        (first.ExitCode, first.Sandbox).ShouldBe((0, "not confined: the sandbox is switched off in the settings"));
    }

    [Fact]
    public async Task Step_ThatChangesTheHost_AsksForNoSandbox()
    {
        await using var runners = With(SandboxMode.Required, [NoAnswer]);
        var end = await runners.Of("bash")
            .RunAsync(Executions.Of("bash", "true", folder: runners.Folder, kind: StepKind.Mutating), new RecordingSink(), default);
        end.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(0, "tried: 150\n", "", true, true, "")]
    [InlineData(0, "open: call mount\ntried: 150\n", "", false, true, "the sandbox lets through: call mount")]
    [InlineData(0, "open: a\nopen: b\nopen: c\nopen: d\ntried: 150\n", "", false, true, "the sandbox lets through: a, b, c and 1 more")]
    [InlineData(1, "", "bwrap: No permissions\nmore", false, false, "the sandbox cannot be set up here (bwrap: No permissions)")]
    [InlineData(0, "", "", null, true, "its trial broke off")]
    [InlineData(137, "open: call mount\n", "", null, true, "its trial was killed (exit code 137)")]
    [InlineData(null, "", "", null, true, "its trial did not end within 20 s")]
    public void Read_WhatTheTrialSaid_IsTakenAtItsWord(int? code, string output, string errors, bool? holds, bool stands, string reason) =>
        SandboxTrial.Read(code, output, errors).ShouldBe(new(holds, stands, reason));

    private static async Task<(RunnerEnd First, RunnerEnd Second)> TwiceAsync(SandboxMode mode, params SandboxVerdict[] verdicts)
    {
        await using var runners = With(mode, verdicts);
        async Task<RunnerEnd> RunAsync() =>
            await runners.Of("bash").RunAsync(Executions.Of("bash", "echo ran", folder: runners.Folder), new RecordingSink(), default);
        return (await RunAsync(), await RunAsync());
    }

    private static Runners With(SandboxMode mode, SandboxVerdict[] verdicts) =>
        new(o => o.Sandbox = mode, s => s.Replace(ServiceDescriptor.Singleton<ISandboxTrial>(new ScriptedTrial(verdicts))));
}
