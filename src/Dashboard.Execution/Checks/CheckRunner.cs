using System.Text;
using Dashboard.Core.Attempts;
using Dashboard.Core.Output;
using Dashboard.Core.Runbooks.Checks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Execution.Checks;

/// <summary>What all typed checks have in common: they read their body with the run's inputs, look, and report line by line.</summary>
/// <param name="language">The fence language.</param>
internal abstract class CheckRunner<TCheck>(string language) : IStepRunner
    where TCheck : Check
{
    private const string Confinement = "typed check, no process";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages { get; } = [language];

    /// <summary>Whether it can look at a host only from the host itself.</summary>
    protected abstract bool LooksAtHost { get; }

    /// <inheritdoc/>
    public async Task<RunnerEnd> RunAsync(StepExecution execution, IOutputSink output, CancellationToken stop)
    {
        if (LooksAtHost && !execution.Target.IsLocal)
            return Refused($"A {language} check runs on the local host only for now, and {execution.Target.Name} is another one.");
        var parsed = CheckParser.Parse(language, execution.Step.Body, execution.Step.Line + 1, execution.Environment);
        if (parsed.Check is not TCheck check)
            return Refused("The check cannot be read: "
                + string.Join(' ', parsed.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
                    .Select(d => $"Line {d.Line}: {d.Message}")));

        var report = new CheckReport();
        if (!execution.Target.IsLocal)
            report.Note($"looked at from the dashboard's own host, not from {execution.Target.Name}");
        string? failure = null;
        try
        {
            failure = await LookAsync(check, execution, report, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            failure = "It was ended before it had found out everything.";
        }

        await output.WriteAsync(OutputChannel.Stdout, Encoding.UTF8.GetBytes(report.ToString()), CancellationToken.None);
        failure ??= report.Failed.Count == 0 ? null : $"Not as expected: {string.Join(", ", report.Failed.Distinct())}.";
        return new() { ExitCode = failure is null ? 0 : 1, Failure = failure, Sandbox = Confinement, EndedByItself = failure is null };
    }

    /// <summary>Looks, and reports each expectation. Throws only when <paramref name="stop"/> fires.</summary>
    /// <returns>Why it could not look at all, in one sentence; null when it could.</returns>
    protected abstract Task<string?> LookAsync(TCheck check, StepExecution execution, CheckReport report, CancellationToken stop);

    private static RunnerEnd Refused(string why) => new() { Failure = why, Sandbox = Confinement };
}
