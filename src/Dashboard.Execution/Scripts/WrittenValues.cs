using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Execution.Containers;
using Dashboard.Execution.Files;
using Dashboard.Execution.Processes;
using Dashboard.Execution.Secrets;

namespace Dashboard.Execution.Scripts;

/// <summary>
/// Where a script writes values for later steps, and what it wrote there: a file of the attempt beside its script, or one in the memory of
/// the container that it runs in, where every image lets it write.
/// </summary>
internal sealed class WrittenValues(ScriptFiles files, ContainerExec containers)
{
    /// <summary>The variable that names the file.</summary>
    public const string Variable = "CUTOVER_OUTPUT";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The file of an attempt, where it lies.</summary>
    public string PlaceOf(Step step, string attemptId) =>
        step.Container is null ? files.OutputOf(attemptId) : $"/dev/shm/cutover-output-{attemptId}";

    /// <summary>The file as a source of secrets, where one of the values is one: what lies there is masked like any other.</summary>
    public SecretSource? SecretSource(Step step, string attemptId) =>
        step.Outputs.Where(o => o.Type == InputKind.Secret).Select(o => o.Name).ToImmutableArray() is { IsEmpty: false } names
            ? new("$" + Variable, PlaceOf(step, attemptId), step.Container) { Only = names }
            : null;

    /// <summary>What a script on the host wrote; null when that cannot be read.</summary>
    public string? Read(string attemptId)
    {
        try
        {
            return RegularFile.Read(files.OutputOf(attemptId), StepOutputs.MaxBytes) is { } bytes ? Text(bytes) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>What a script in a container wrote; null when that cannot be read.</summary>
    public Task<string?> ReadInContainerAsync(Step step, string attemptId) =>
        InContainerAsync(step, "[ ! -e \"$1\" ] || cat -- \"$1\"", PlaceOf(step, attemptId));

    /// <summary>Removes the file, when nobody looks at it any more.</summary>
    public async Task RemoveAsync(Step step, string attemptId)
    {
        if (step.Outputs.IsEmpty)
            return;
        try
        {
            if (step.Container is null)
                files.RemoveOutput(attemptId);
            else
                await InContainerAsync(step, "rm -f -- \"$1\"", PlaceOf(step, attemptId));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start of the server removes it; what lies in a container goes with that.
        }
    }

    private async Task<string?> InContainerAsync(Step step, string script, string place)
    {
        using var limit = new CancellationTokenSource(Limit);
        var answer = new ToolOutput(StepOutputs.MaxBytes, limit.Cancel);
        var end = await containers.RunAsync(step.Container!, new(["sh", "-c", script, "output", place], []), answer, limit.Token);
        return end is { ExitCode: 0 } && !limit.IsCancellationRequested ? Text(answer.Output) : null;
    }

    private static string? Text(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
