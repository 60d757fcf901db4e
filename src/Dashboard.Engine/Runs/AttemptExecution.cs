using System.Collections.Immutable;
using System.Security.Cryptography;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Live;
using Dashboard.Engine.Runbooks;
using Dashboard.Execution;
using Dashboard.Execution.Masking;
using Dashboard.Execution.Output;
using Dashboard.Execution.Scripts;
using Dashboard.Execution.Secrets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Carries out an attempt, and says how it ended. While its start is being committed it makes ready; nothing of the step runs before. Knows
/// nothing of gates.
/// </summary>
internal sealed partial class AttemptExecution(
    IEnumerable<IStepRunner> runners, Snapshots snapshots, AttemptOutputFactory outputs, RunChangeNotifier feed, SecretReader reader,
    WrittenValues values, IOptions<EngineOptions> options,
    TimeProvider time, ILogger<AttemptExecution> log)
{
    /// <summary>How many tries are recorded one by one.</summary>
    private const int MostTries = 100;

    /// <summary>For how long what was made ready is good.</summary>
    private static readonly TimeSpan MostReady = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, IStepRunner> _runners =
        runners.SelectMany(r => r.Languages.Select(l => (l, r))).ToDictionary(p => p.l, p => p.r, StringComparer.Ordinal);

    /// <summary>Runs the step, as often as its <c>retry</c> allows. Never throws for what a step can cause.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="runbook">Its runbook.</param>
    /// <param name="opened">How it was opened.</param>
    /// <param name="memory">Its secrets.</param>
    /// <param name="step">The step.</param>
    /// <param name="started">How the attempt began.</param>
    /// <param name="committed">Whether its start is in the ledger, once that is known.</param>
    /// <param name="refusal">Asked last of all, when everything is prepared: why it must not be spawned after all; null when it
    /// may.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="tried">Told of each try but the first, when it begins.</param>
    /// <returns>How it ended; null when its start is not in the ledger, so that it never was.</returns>
    public async Task<StepFinished?> RunAsync(
        string runId, Runbook runbook, RunOpened opened, SecretMemory memory, Step step, StepStarted started, Task<bool> committed,
        Func<Task<string?>> refusal, AttemptCancellation stop, Action<int>? tried = null)
    {
        var course = new Course { Tried = tried };
        using var ready = await MakeReadyAsync(runId, opened, step, started);
        var since = time.GetTimestamp();
        if (!await committed)
            return null;
        // The database was busy for so long that the host may be another: its mounts, what is to be hidden.
        if (time.GetElapsedTime(since) > MostReady)
            ready.Dispose();
        try
        {
            return await CarryOutAsync(runId, runbook, opened, memory, step, started, ready, course, refusal, stop);
        }
        catch (Exception e)
        {
            // Secrets that could not be looked at, output that could not be ended: no step causes it, and the attempt gets its end all the
            // same.
            LogBroken(started.AttemptId, e);
            return Broken(step, started, course, e);
        }
        finally
        {
            await values.RemoveAsync(step, started.AttemptId);
        }
    }

    private async Task<Readiness> MakeReadyAsync(string runId, RunOpened opened, Step step, StepStarted started)
    {
        try
        {
            if (options.Value.FindTarget(started.Target) is not { } target)
                return new($"The settings name no target {started.Target}.");
            if (!_runners.TryGetValue(step.Language, out var runner))
                return new($"There is no runner for {step.Language}.");
            var execution = new StepExecution
            {
                Step = step,
                AttemptId = started.AttemptId,
                Folder = await snapshots.EnsureAsync(runId, opened.Files, CancellationToken.None),
                Environment = StepEnvironment.Of(step, opened, options.Value),
                Target = target,
            };
            return new(runner, execution with { Ready = await runner.PrepareAsync(execution) },
                () => snapshots.EnsureAsync(runId, opened.Files, CancellationToken.None));
        }
        catch (Exception e)
        {
            LogBroken(started.AttemptId, e);
            return new(Words(step, new(), e));
        }
    }

    private async Task<StepFinished> CarryOutAsync(
        string runId, Runbook runbook, RunOpened opened, SecretMemory memory, Step step, StepStarted started, Readiness ready,
        Course course, Func<Task<string?>> refusal, AttemptCancellation stop)
    {
        var sources = RunSecrets.Sources(runbook, opened, step.Container);
        if (values.SecretSource(step, started.AttemptId) is { } own)
            sources = sources.Add(own);
        using var watch = new SecretWatch(reader, sources, memory);
        var (_, problem) = await watch.LookAsync(thorough: true);
        var secrets = memory.Compile();
        problem ??= reader.Defences.Refusals ? secrets.Problems.FirstOrDefault() : null;
        // Read a moment ago, before the start was committed; but between the two a file may have changed. Only a rollback runs all the
        // same.
        var starts = problem is null || step.Kind == StepKind.Rollback;
        await using var output = outputs.Create(started.AttemptId, new OutputGuard(watch, secrets, problem), () => feed.Publish(runId));
        var end = starts
            ? await TryAsync(ready, step, started, output, course, refusal, stop)
            : new RunnerEnd { Failure = $"It was not started. {problem}", Sandbox = "not run" };
        var written = Written(step, ref end, memory);
        var kept = await output.CompleteAsync();
        var (outcome, reason) = OutcomeEvaluator.Evaluate(step, end, stop.Reason, kept.Text, starts ? kept.Lost ?? end.LostOutput : null);
        var finished = new StepFinished
        {
            AttemptId = started.AttemptId,
            Outcome = outcome,
            Reason = reason,
            ExitCode = end.ExitCode,
            Tries = course.AtLeastOne,
            FailedTries = course.FewFailed,
            Stdout = kept.Stdout,
            Stderr = kept.Stderr,
            Masked = kept.Masked,
            Secrets = watch.Facts,
            HeldBack = starts ? kept.HeldBack : null,
            Untrusted = kept.Leaked,
            Sandbox = end.Sandbox,
            Tracking = end.Tracking,
            LeftBehind = end.LeftBehind,
            Outputs = written.Open,
            SecretOutputs = written.Secret,
            Incomplete = starts && (kept.Incomplete || end.LostOutput is not null),
        };
        return reader.Defences.EventTexts ? EventTexts.Masked(finished, memory) : finished;
    }

    // Secret ones are kept in memory alone. What holds a secret without being declared as one is no value that may be recorded.
    private (ImmutableSortedDictionary<string, string>? Open, ImmutableArray<string> Secret) Written(
        Step step, ref RunnerEnd end, SecretMemory memory)
    {
        var (all, _) = StepOutputs.Read(step, end.Written);
        if (all.IsEmpty)
            return (null, []);
        ImmutableArray<string> secret =
            [.. step.Outputs.Where(o => o.Type == InputKind.Secret && all.ContainsKey(o.Name)).Select(o => o.Name)];
        foreach (var name in secret)
            memory.Name(name, all[name], reader.Defences);
        var masks = memory.Compile();
        var open = all.RemoveRange(secret);
        if (open.FirstOrDefault(o => masks.MaskText(o.Value) != o.Value).Key is { } leaked)
        {
            end = end with
            {
                Failure = $"The value that it wrote for {leaked} holds a secret. Declare it with `type: secret` in the front matter.",
            };
            open = open.RemoveRange(open.Where(o => masks.MaskText(o.Value) != o.Value).Select(o => o.Key));
        }

        return (open.IsEmpty ? null : open, secret);
    }

    private async Task<RunnerEnd> TryAsync(
        Readiness ready, Step step, StepStarted started, AttemptOutput output, Course course, Func<Task<string?>> refusal,
        AttemptCancellation stop)
    {
        try
        {
            if (ready.Refused is { } unready)
                return new() { Failure = unready, Sandbox = "not run" };
            if (await refusal() is { } refused)
                return new() { Failure = refused, Sandbox = "not run" };
            var began = time.GetTimestamp();
            while (true)
            {
                await ready.RenewAsync();
                (course.Tries, course.InTry) = (course.Tries + 1, true);
                if (course.Tries > 1)
                    course.Tried?.Invoke(course.Tries);
                var end = await ready.RunAsync(output, stop.Token);
                course.InTry = false;
                if (IsLastTry(step, course, began) || (stop.Cause != StopCause.None && !end.EndedByItself))
                    return end;
                var (text, lastChunk) = await output.TextAsync();
                if (OutcomeEvaluator.Problem(step, end, text) is not { } problem)
                    return end;
                // It would have been tried again.
                if (stop.Cause != StopCause.None)
                    return end with { EndedByItself = false };
                course.Failed.Add(new(course.Failed.Count + 1, time.GetUtcNow(), end.ExitCode, problem, lastChunk));
                await output.BeginTryAsync();
                await Task.Delay(step.Every, time, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.Cause != StopCause.None && !course.InTry)
        {
            return new()
            {
                Failure = course.Begun ? "It was ended between two tries." : "It was ended before it had begun.",
                Sandbox = "not running",
                NotBegun = !course.Begun,
            };
        }
        catch (Exception e)
        {
            // Whatever a runner or the disk does, the attempt gets an end in the ledger; an attempt without one would be "unknown".
            LogBroken(started.AttemptId, e);
            return new() { Failure = Words(step, course, e), Sandbox = "unknown", Uncertain = course.Begun };
        }
    }

    // By time or by number. A try that would begin after the time is not made.
    private bool IsLastTry(Step step, Course course, long began) => step.Until is { } until
        ? time.GetElapsedTime(began) + step.Every >= until
        : course.Failed.Count + 1 >= step.MaxTries;

    private static string Words(Step step, Course course, Exception e) =>
        !course.Begun ? $"The step could not be run: {e.Message}"
        : step.Kind.ChangesHost() ? $"Outcome unknown: the server lost track of this step. {e.Message}"
        : $"The server lost track of this step, so it shows nothing: {e.Message}";

    private static StepFinished Broken(Step step, StepStarted started, Course course, Exception e)
    {
        var nothing = new OutputSummary(0, Convert.ToHexStringLower(SHA256.HashData([])), 0);
        return new()
        {
            AttemptId = started.AttemptId,
            Outcome = course.Begun && step.Kind.ChangesHost() ? Outcome.Unknown : Outcome.Failed,
            Reason = Words(step, course, e),
            Tries = course.AtLeastOne,
            FailedTries = course.FewFailed,
            Stdout = nothing,
            Stderr = nothing,
            Sandbox = course.Begun ? "unknown" : "not run",
            Incomplete = course.Begun,
        };
    }

    /// <summary>What was made ready for an attempt, or why it cannot be run.</summary>
    private sealed class Readiness : IDisposable
    {
        private readonly IStepRunner? _runner;
        private readonly Func<Task>? _renew;
        private StepExecution? _execution;
        private bool _isOld;

        public Readiness(string refused) => Refused = refused;

        public Readiness(IStepRunner runner, StepExecution execution, Func<Task> renew) =>
            (_runner, _execution, _renew) = (runner, execution, renew);

        /// <summary>Why it cannot be run; null when it can.</summary>
        public string? Refused { get; }

        /// <summary>Puts the pinned files right once more, when time has passed since that was done.</summary>
        public Task RenewAsync() => _isOld && _renew is not null ? _renew() : Task.CompletedTask;

        /// <summary>Runs a try: the first with what is ready, a further one from the beginning.</summary>
        public async Task<RunnerEnd> RunAsync(AttemptOutput output, CancellationToken stop)
        {
            var end = await _runner!.RunAsync(_execution!, output, stop);
            Dispose();
            return end;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _execution?.Ready?.Dispose();
            _execution = _execution is null ? null : _execution with { Ready = null };
            _isOld = true;
        }
    }

    /// <summary>How far an attempt has come.</summary>
    private sealed class Course
    {
        /// <summary>Whether a runner was ever asked: from then on something may have been started.</summary>
        public bool Begun => Tries > 0;

        /// <summary>Who is told of tries.</summary>
        public Action<int>? Tried { get; init; }

        /// <summary>How many tries were begun.</summary>
        public int Tries { get; set; }

        /// <summary>The same for the record, where an attempt that came to none counts as one.</summary>
        public int AtLeastOne => Math.Max(1, Tries);

        /// <summary>Whether a runner is at it.</summary>
        public bool InTry { get; set; }

        /// <summary>The tries that did not pass.</summary>
        public List<TryEnd> Failed { get; } = [];

        /// <summary>The same for the record, of very many the first and the last; null when there are none.</summary>
        public ImmutableArray<TryEnd>? FewFailed => Failed.Count == 0 ? null
            : Failed.Count <= MostTries ? [.. Failed]
            : [.. Failed.Take(MostTries / 2), .. Failed.TakeLast(MostTries / 2)];
    }

    [LoggerMessage(LogLevel.Error, "Attempt {Attempt} broke")]
    private partial void LogBroken(string attempt, Exception e);
}
