using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Execution.Secrets;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs.Secrets;

/// <summary>What cannot be promised does not start, and what people type is not kept unmasked.</summary>
public sealed class RefusedSecretsTests : IDisposable
{
    /// <summary>A file of the kernel that is there, and that not even root may read.</summary>
    private const string Unreadable = "/proc/sys/vm/compact_memory";

    private readonly SecretFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pipe", "it is a named pipe, not a file")]
    [InlineData("large", "it is longer than 1024 KiB")]
    [InlineData("short", "fewer than 6 cannot be masked")]
    [InlineData("unreadable", "permission denied. A step may be able to, by sudo or in a container")]
    public async Task Start_SecretThatCannotBeMasked_StartsNothingAndKeepsNoNote(string what, string why)
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(SecretFolder.Check("echo never", await MakeAsync(what)));

        var start = (await engine.DoAsync(run, new RunCommand.StartStep("check"))).Reasons.ShouldHaveSingleItem();
        var note = (await engine.DoAsync(run, new RunCommand.AddNote("the-sesame-that-opens", null))).Reasons.ShouldHaveSingleItem();
        var file = (await engine.DoAsync(run, new RunCommand.AttachFile("a.txt", "text"u8.ToArray(), null))).Reasons.ShouldHaveSingleItem();

        (start.Code, start.StepId).ShouldBe((LockCode.Invalid, "check"));
        start.Message.ShouldContain(why);
        note.Message.ShouldStartWith("It cannot be saved");
        note.Message.ShouldContain(why);
        note.Remedy.ShouldContain("still in the field");
        file.Message.ShouldContain(why);
        (await engine.StateAsync(run)).Events.ShouldHaveSingleItem().Event.ShouldBeOfType<RunOpened>();

        // Moved away, it is no hindrance any more.
        if (what == "unreadable")
            return;
        File.Delete(_folder.File());
        (await engine.RunAsync(run, "check")).Outcome.ShouldBe(Outcome.Passed);
        (await engine.DoAsync(run, new RunCommand.AddNote("seen", null))).Done.ShouldBeTrue();
    }

    [Fact]
    public async Task Start_WithoutRefusals_PrintsWhatItCouldNotMask()
    {
        await using var engine = await EngineHarness.StartAsync(replace: s => s.AddSingleton(SecretDefences.All with { Refusals = false }));
        _folder.Write("the-sesame-that-opens" + new string('x', HostSecrets.MaxBytes));
        var run = await engine.OpenAsync(SecretFolder.Check($"head -c 21 {_folder.File()}", _folder.File()));

        (await engine.OutputAsync((await engine.RunAsync(run, "check")).Id)).ShouldBe("the-sesame-that-opens");
        (await engine.DoAsync(run, new RunCommand.AddNote("the-sesame-that-opens", null))).Done.ShouldBeTrue();
    }

    [Fact]
    public async Task Start_RollbackWhoseSecretCannotBeMasked_RunsAndHoldsItsOutputBack()
    {
        await using var engine = await EngineHarness.StartAsync();
        var (run, _) = await SecretFolder.ChangeAsync(engine, $"touch {_folder.File("ran")}; echo the-sesame-that-opens", _folder.File());
        File.Delete(_folder.File("ran"));
        await MakeAsync("pipe");

        var attempt = await engine.RunAsync(run, "back");

        File.Exists(_folder.File("ran")).ShouldBeTrue();
        (attempt.Outcome, attempt.Finished!.ExitCode).ShouldBe((Outcome.Unknown, 0));
        attempt.Reason!.ShouldStartWith("Its output is held back: The server cannot read the secret file");
        (await engine.OutputAsync(attempt.Id)).ShouldBe("\n[22 bytes of output are held back]\n");
    }

    [Fact]
    public async Task Void_ApprovalWhileTheSecretCannotBeMasked_IsDoneWithoutTheReason()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(SecretFolder.Change("echo never", _folder.File()));
        var approval = await engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""));
        await MakeAsync("pipe");

        (await engine.DoAsync(run, new RunCommand.VoidApproval(approval.Id!, "the-sesame-that-opens"))).Done.ShouldBeTrue();

        (await engine.StateAsync(run)).Events[^1].Event.ShouldBeOfType<ApprovalVoided>().Reason.ShouldStartWith("The reason was not kept");
    }

    [Theory]
    [InlineData("keys/token")]
    [InlineData("~/token")]
    public async Task Open_PathThatIsRelative_IsRefusedWithWhatToWrite(string path)
    {
        await using var engine = await EngineHarness.StartAsync();
        engine.Write("book", SampleBooks.Preflight("echo never",
            frontMatter: "inputs:\n  - name: KEY\n    description: a file\nsecrets:\n  - file: KEY"));
        var target = engine.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<EngineOptions>>().Value.LocalTarget;

        var opened = await engine.Runs.OpenAsync(engine.First, new("book", target, RunMode.Rehearsal, null,
            System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("KEY", path)));

        var reason = opened.Reasons.ShouldHaveSingleItem();
        reason.Message.ShouldContain($"“{path}” is not absolute");
        reason.Remedy.ShouldBe("Enter the absolute path, beginning with a slash.");
    }

    [Fact]
    public async Task Run_SecretThatIsNotThere_SaysSoInsteadOfAZero()
    {
        await using var engine = await EngineHarness.StartAsync();
        var attempt = await engine.RunAsync(await engine.OpenAsync(
            SecretFolder.Check("echo ok", _folder.File(), _folder.Write("the-sesame-that-opens", "there"))), "check");

        MaskingSummary.Of(attempt.Finished!).ShouldBe($"none of 1 secret value in the output; {_folder.File()}: not there");
    }

    private async Task<string> MakeAsync(string what)
    {
        switch (what)
        {
            case "pipe":
                await Repository.MustRunAsync("mkfifo", _folder.File());
                break;
            case "large":
                _folder.Write(new byte[HostSecrets.MaxBytes + 1]);
                break;
            case "short":
                _folder.Write("abc");
                break;
            default:
                return Unreadable;
        }

        return _folder.File();
    }
}
