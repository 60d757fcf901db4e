using System.Globalization;
using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.CrashHost;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>A step is made ready while its start is being committed; nothing of it runs before, and nothing stays when it is not.</summary>
public sealed class MadeReadyTests : IAsyncDisposable
{
    private const string Book = """
        ---
        title: A change and a check
        files: [scripts/helper.sh]
        gates:
          - {id: go, phrase: go, unlocks: mutating}
        ---

        ```bash {#look .preflight}
        stat -c %.3Y "$0"
        ```

        ```bash {#help .smoke}
        scripts/helper.sh
        ```

        ```bash {#change .mutating}
        touch {marker}; echo changed
        ```
        """;

    private readonly string _marker = $"/var/tmp/made-ready-{Guid.NewGuid():N}";
    private readonly AtTheStart _moment = new();
    private EngineHarness _engine = null!;
    private string _run = "";

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        File.Delete(_marker);
    }

    [Theory]
    [InlineData("look")]
    [InlineData("change")]
    public async Task Start_ThatCannotBeCommitted_LeavesNothing(string step)
    {
        await StartAsync();
        // Long enough for all to stand ready.
        _moment.Do = async () =>
        {
            while (!LaidOut())
                await Task.Delay(10);
            await Task.Delay(100);
            throw new StorageException("the disk is full");
        };

        var refused = await _engine.DoAsync(_run, new RunCommand.StartStep(step));

        refused.Reasons.ShouldHaveSingleItem().Code.ShouldBe(LockCode.Storage);
        (await _engine.StateAsync(_run)).Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Passed);
        File.Exists(_marker).ShouldBeFalse();
        while (LaidOut() || Threads() > 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        // Neither the target nor the step is held.
        _moment.Do = null;
        (await _engine.RunAsync(_run, step)).Outcome.ShouldBe(Outcome.Passed);
        File.Exists(_marker).ShouldBe(step == "change");
    }

    // As long as another holds the database; what was made ready may be of a host that is another by then, and its time has not begun.
    [Fact]
    public async Task Start_ThatWaitsLong_IsMadeReadyAnewAndHasItsWholeTime()
    {
        await StartAsync();
        var laid = DateTime.MinValue;
        _moment.Do = async () =>
        {
            while (!LaidOut())
                await Task.Delay(10);
            laid = File.GetLastWriteTimeUtc(Scripts().Single());
            await Task.Delay(1500);
        };
        var attempt = await _engine.RunAsync(_run, "look");

        attempt.Outcome.ShouldBe(Outcome.Passed);
        laid.ShouldNotBe(DateTime.MinValue);
        var ran = DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(await _engine.OutputAsync(attempt.Id), CultureInfo.InvariantCulture));
        (ran - laid).ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    // The files it works with were compared before the wait.
    [Fact]
    public async Task Start_ThatWaitsLong_RunsThePinnedFilesAllTheSame()
    {
        await StartAsync();
        (await _engine.RunAsync(_run, "change")).Outcome.ShouldBe(Outcome.Passed);
        var pinned = Path.Combine(_engine.Folder, "data", "snapshots", _run, "scripts", "helper.sh");
        _moment.Do = async () =>
        {
            await Task.Delay(300);
            await File.WriteAllTextAsync(pinned, "#!/bin/sh\necho another\n");
            await Task.Delay(1200);
        };
        var attempt = await _engine.RunAsync(_run, "help");

        (attempt.Outcome, await _engine.OutputAsync(attempt.Id)).ShouldBe((Outcome.Passed, "as pinned\n"));
    }

    private async Task StartAsync()
    {
        _engine = await EngineHarness.StartAsync(replace: _moment.At<ILedgerStore>);
        var helper = Path.Combine(Directory.CreateDirectory(Path.Combine(_engine.Runbooks, "scripts")).FullName, "helper.sh");
        await File.WriteAllTextAsync(helper, "#!/bin/sh\necho as pinned\n");
        File.SetUnixFileMode(helper, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        _run = await _engine.OpenAsync(Book.Replace("{marker}", _marker, StringComparison.Ordinal));
        (await _engine.RunAsync(_run, "look")).Outcome.ShouldBe(Outcome.Passed);
        (await _engine.DoAsync(_run, new RunCommand.ApproveGate("go", "go", ""))).Done.ShouldBeTrue();
    }

    private string[] Scripts() => Directory.Exists(Work) ? Directory.GetFiles(Work, "*.sh", SearchOption.AllDirectories) : [];

    private string Work => Path.Combine(_engine.Folder, "data", "work");

    private bool LaidOut() => Scripts().Length > 0;

    // Other tests of this process may have some of their own for a moment; none stays.
    private static int Threads() => Directory.GetDirectories("/proc/self/task").Count(t => Name(Path.Combine(t, "comm")) == "process");

    private static string Name(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }

    private sealed class AtTheStart : SeamWatch
    {
        public Func<Task>? Do { get; set; }

        public override void Before(SeamCall call)
        {
            if (call.Event is StepStarted)
                Do?.Invoke().GetAwaiter().GetResult();
        }
    }
}
