using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Execution.Confinement;
using Dashboard.Execution.Containers;
using Dashboard.Execution.Processes;

namespace Dashboard.Execution.Scripts;

/// <summary>
/// Runs scripts, on the local host or inside one of its containers; a script ends at the first command that fails. On the host it lies in
/// a file (<see cref="ScriptFiles"/>).
/// </summary>
internal sealed class ScriptRunner(
    ProcessGroups processes, ContainerExec containers, Sandbox sandbox, ScriptFiles files, WrittenValues values) : IStepRunner
{
    /// <summary>The variable by which a step's processes are known, even those that left its session.</summary>
    private const string MarkVariable = "CUTOVER_ATTEMPT";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages => ScriptLanguage.All;

    private static readonly SandboxPlan Changing = new() { Words = "not confined: this kind of step changes the host" };

    /// <summary>How often the sandbox is set up before a step is given up.</summary>
    private const int SetupTries = 3;

    /// <inheritdoc/>
    public async ValueTask<IDisposable?> PrepareAsync(StepExecution execution) =>
        Refusal(execution) is null && execution.Step.Container is null ? await LayOutAsync(execution) : null;

    /// <inheritdoc/>
    public Task<RunnerEnd> RunAsync(StepExecution execution, IOutputSink output, CancellationToken stop) =>
        Refusal(execution) is { } refusal ? Task.FromResult(new RunnerEnd { Failure = refusal, Sandbox = "not started" })
        : execution.Step.Container is { } container ? InContainerAsync(container, execution, output, stop)
        : OnHostAsync(execution, output, stop);

    private static string? Refusal(StepExecution execution) =>
        !execution.Target.IsLocal ? $"Scripts run on the local host only for now, and {execution.Target.Name} is another one."
        : execution.Environment.FirstOrDefault(e => e.Value.Contains('\0', StringComparison.Ordinal)).Key is { } name
            ? $"The input {name} holds a NUL, which no environment can carry."
        : execution.Step.Container is null && Program(execution) is null
            ? $"{ScriptLanguage.ProgramOf(execution.Step.Language)} is not on this host, so the step was not started: none of the folders "
                + $"in PATH has it ({Folders(execution)}). Install it, or name its folder in Dashboard:Path."
        : null;

    private static string? Program(StepExecution execution) => Interpreter.Find(execution.Step.Language, Folders(execution));

    private static string Folders(StepExecution execution) => execution.Environment.GetValueOrDefault("PATH", "");

    private async Task<RunnerEnd> InContainerAsync(string container, StepExecution execution, IOutputSink output, CancellationToken stop)
    {
        var command = new ContainerCommand(
            Interpreter.InContainer(execution.Step),
            Environment(execution, values.PlaceOf(execution.Step, execution.AttemptId)).Add(MarkVariable, execution.AttemptId))
        {
            Terminal = execution.Step.Terminal,
            Mark = $"{MarkVariable}={execution.AttemptId}",
        };
        var end = await containers.RunAsync(container, command, output, stop);
        return End(end, $"not confined: runs inside container {container}") with
        {
            Written = execution.Step.Outputs.IsEmpty ? null : await values.ReadInContainerAsync(execution.Step, execution.AttemptId),
        };
    }

    private static ImmutableSortedDictionary<string, string> Environment(StepExecution execution, string output) =>
        execution.Step.Outputs.IsEmpty ? execution.Environment : execution.Environment.SetItem(WrittenValues.Variable, output);

    private async Task<LaidScript> LayOutAsync(StepExecution execution)
    {
        var (step, attempt) = (execution.Step, execution.AttemptId);
        string path;
        try
        {
            path = await files.LayAsync(attempt, step.Id + Interpreter.Ending(step.Language), step.Body, writes: !step.Outputs.IsEmpty);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("", () => files.RemoveSoon(attempt))
            {
                Problem = $"The script could not be laid out, so it was not started: {e.Message}",
            };
        }

        var script = new LaidScript(path, () => files.RemoveSoon(attempt));
        try
        {
            script.Keep(await SetUpAsync(execution, path));
            return script;
        }
        catch
        {
            script.Dispose();
            throw;
        }
    }

    private async Task<ScriptSetup> SetUpAsync(StepExecution execution, string path)
    {
        var confined = execution.Step.Kind.IsReadOnly()
            ? await sandbox.AroundAsync(execution.Folder, path, execution.Step.Sockets,
                execution.Step.Outputs.IsEmpty ? null : files.OutputOf(execution.AttemptId))
            : Changing;
        try
        {
            return new(confined);
        }
        catch
        {
            confined.Dispose(); // the engine's door for this step stays open no longer
            throw;
        }
    }

    private async Task<RunnerEnd> OnHostAsync(StepExecution execution, IOutputSink output, CancellationToken stop)
    {
        using var own = execution.Ready is null ? await LayOutAsync(execution) : null;
        var script = own ?? (LaidScript)execution.Ready!;
        if (script.Problem is { } problem)
            return new() { Failure = problem, Sandbox = "not started" };
        for (var tries = 1; ; tries++)
        {
            using var setup = script.Take() ?? await SetUpAsync(execution, script.Path);
            if (setup.SandboxPlan.Refusal is { } refusal)
                return new() { Failure = refusal, Sandbox = setup.SandboxPlan.Words };
            var end = await OnceAsync(execution, script.Path, setup, output, stop);
            if (!setup.SandboxPlan.GivesSign || setup.Sign.IsGiven || stop.IsCancellationRequested)
                return end;
            // What was there when the sandbox was planned may be gone when it is set up. The script has not run, so it is tried again.
            if (tries == SetupTries)
                return end with
                {
                    Failure = "The sandbox could not be set up, so the script was not started; bubblewrap says why. Run the step again.",
                };
            await output.BeginTryAsync();
        }
    }

    private async Task<RunnerEnd> OnceAsync(StepExecution execution, string script, ScriptSetup setup, IOutputSink output,
        CancellationToken stop)
    {
        var confined = setup.SandboxPlan;
        if (Program(execution) is not { } program)
            return new() { Failure = Refusal(execution), Sandbox = "not started" };
        var command = new ProcessCommand(
            [.. confined.Wrapper, .. Interpreter.OnHost(execution.Step, program, script)],
            Environment(execution, confined.Holds ? Bubblewrap.OutputPlace : files.OutputOf(execution.AttemptId))
                .SetItems(confined.Environment),
            execution.Folder, $"{MarkVariable}={execution.AttemptId}")
        {
            IsConfined = confined.Holds,
            // Within the sandbox it is the helper that joins.
            Attempt = !confined.Holds || confined.GivesSign ? execution.AttemptId : null,
            Thread = setup.Thread,
            // The type is told: null would become an empty memory, and a file that nobody reads.
            Handed = confined.Filter.IsEmpty ? (ReadOnlyMemory<byte>?)null : confined.Filter,
            Told = confined.GivesSign ? setup.Sign.File : null,
            Input = Interpreter.ReadsInput(execution.Step.Language) ? Encoding.UTF8.GetBytes(execution.Step.Body)
                : (ReadOnlyMemory<byte>?)null,
            Terminal = execution.Step.Terminal,
        };
        var end = await processes.RunAsync(command, output, stop);
        return End(end, confined.Words) with { Written = execution.Step.Outputs.IsEmpty ? null : values.Read(execution.AttemptId) };
    }

    private static RunnerEnd End(GroupEnd end, string sandbox) => new()
    {
        ExitCode = end.ExitCode,
        Failure = end.Problem,
        Sandbox = sandbox,
        LeftBehind = [.. end.LeftBehind],
        Uncertain = end.Uncertain,
        NotBegun = end.NotBegun,
        EndedByItself = end.EndedByItself,
        LostOutput = end.LostOutput,
        Tracking = end.Tracking,
    };
}
