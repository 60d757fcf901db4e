using Dashboard.Execution.Confinement;

namespace Dashboard.Testing;

/// <summary>A trial of the sandbox with answers that are known before: one after the other, the last one for good.</summary>
internal sealed class ScriptedTrial(IReadOnlyList<SandboxVerdict> verdicts) : ISandboxTrial
{
    private int _asked;

    public Task<SandboxVerdict> TryAsync() => Task.FromResult(verdicts[Math.Min(_asked++, verdicts.Count - 1)]);
}
