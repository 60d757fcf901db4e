using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Dashboard.Execution.Confinement;

/// <summary>
/// Says how read-only steps run here: in the sandbox, when a trial has shown that it holds; else as the setting <c>Dashboard:Sandbox</c>
/// says. A trial that did not come to an end is no answer: the step that asked is not started, and the next one asks again.
/// </summary>
internal sealed class Sandbox(Bubblewrap bubblewrap, ISandboxTrial trial, IOptions<ExecutionOptions> options, TimeProvider time)
    : ISandbox, IDisposable
{
    /// <summary>How long a bad answer is believed: what is missing may be installed meanwhile.</summary>
    private static readonly TimeSpan BadFor = TimeSpan.FromSeconds(30);

    private const string SwitchedOff = "not confined: the sandbox is switched off in the settings";

    private readonly SemaphoreSlim _one = new(1);
    private SandboxVerdict? _kept;
    private DateTimeOffset _at;

    /// <inheritdoc/>
    public async Task<string> TryAsync(bool anew)
    {
        if (options.Value.Sandbox == SandboxMode.Off)
            return SwitchedOff;
        var verdict = await AskAsync(anew);
        return verdict.Holds == true ? SandboxPlan.Fully : $"not confined: {verdict.Reason}";
    }

    /// <summary>The sandbox around one attempt, or how it must do without.</summary>
    /// <param name="folder">The folder with the pinned files, its working directory.</param>
    /// <param name="script">The step's script.</param>
    /// <param name="sockets">Unix sockets that it names.</param>
    /// <param name="output">The file into which it writes values for later steps; null for none.</param>
    public async Task<SandboxPlan> AroundAsync(string folder, string script, ImmutableArray<string> sockets, string? output = null)
    {
        if (options.Value.Sandbox == SandboxMode.Off)
            return new() { Words = SwitchedOff };
        var verdict = await AskAsync(anew: false);
        if (verdict.Holds is null)
            return new()
            {
                Words = "not started",
                Refusal = $"Whether the sandbox holds is not known ({verdict.Reason}), so the check was not started. Run it again.",
            };
        if (verdict.Holds == false && options.Value.Sandbox == SandboxMode.Required)
            return new()
            {
                Words = "not started",
                Refusal = $"The settings require the sandbox (Dashboard:Sandbox), and it does not hold here: {verdict.Reason}.",
            };
        if (!verdict.Stands)
            return new() { Words = $"not confined: {verdict.Reason}" };
        var confined = await bubblewrap.AroundAsync(folder, [script], sockets, output);
        return verdict.Holds == true ? confined : confined.But($"not confined: {verdict.Reason}");
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<SandboxVerdict> AskAsync(bool anew)
    {
        await _one.WaitAsync();
        try
        {
            if (!anew && _kept is { } kept && (kept.Holds == true || time.GetUtcNow() - _at < BadFor))
                return kept;
            var verdict = await trial.TryAsync();
            (_kept, _at) = (verdict.Holds is null ? null : verdict, time.GetUtcNow());
            return verdict;
        }
        finally
        {
            _one.Release();
        }
    }
}
