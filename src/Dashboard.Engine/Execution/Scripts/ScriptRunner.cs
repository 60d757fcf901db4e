using Dashboard.Core.Runbooks;
using Dashboard.Engine.Execution.Confinement;
using Dashboard.Engine.Execution.Processes;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Execution.Scripts;

/// <summary>
/// Runs <c>bash</c> and <c>sh</c> steps on the local host. The script lies in a file, so that its text is never an argument that
/// others can read and never limited in length; it ends at the first command that fails.
/// </summary>
internal sealed class ScriptRunner(ProcessGroups processes, Bubblewrap sandbox, IOptions<EngineOptions> options) : IStepRunner
{
    /// <summary>The variable by which a step's processes are known, even those that left its session.</summary>
    private const string MarkVariable = "CUTOVER_ATTEMPT";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages => ["bash", "sh"];

    /// <inheritdoc/>
    public async Task<RunnerEnd> RunAsync(StepExecution execution, IOutputSink output, CancellationToken stop)
    {
        var step = execution.Step;
        var work = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(options.Value.Data), "work", execution.AttemptId)).FullName;
        try
        {
            var script = Path.Combine(work, step.Id + ".sh");
            await File.WriteAllTextAsync(script, step.Body, CancellationToken.None);
            var confined = step.Kind.IsReadOnly()
                ? await sandbox.AroundAsync(execution.Folder, script)
                : new([], "not confined: this kind of step changes the host");
            var command = new ProcessCommand(
                [.. confined.Wrapper, .. Shell(step.Language), script], execution.Environment, execution.Folder, $"{MarkVariable}={execution.AttemptId}")
            {
                IsConfined = confined.Holds,
            };
            var end = await processes.RunAsync(command, output, stop);
            return new() { ExitCode = end.ExitCode, Failure = end.Problem, Sandbox = confined.Words, LeftBehind = [.. end.LeftBehind] };
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string[] Shell(string language) => language == "bash" ? ["/bin/bash", "-eu", "-o", "pipefail"] : ["/bin/sh", "-eu"];
}
