using System.Collections.Immutable;
using Dashboard.Core.Attempts;
using Dashboard.Execution.Processes;

namespace Dashboard.Execution.Confinement;

/// <summary>
/// How a read-only step is to be started. To be disposed of when the step has ended: what was opened for it is closed then.
/// </summary>
internal sealed class SandboxPlan : IDisposable
{
    /// <summary>What evidence says of a step that nothing is held back of.</summary>
    public const string Fully = SandboxWords.Confined;

    /// <summary>What to put before the step's own command; empty where it is not confined.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    /// <summary>The filter of system calls, which the wrapper reads from <see cref="ChildProcess.HandedDescriptor"/>.</summary>
    public ReadOnlyMemory<byte> Filter { get; init; }

    /// <summary>What it sees of the host, where mounts of the host stay out from now on; null where they do not.</summary>
    public MountView? View { get; init; }

    /// <summary>Whether the wrapper gives a <see cref="StartSignal"/> before the step's own command begins.</summary>
    public bool GivesSign { get; init; }

    /// <summary>Variables that the step gets besides its own: where the Docker engine answers.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>For the evidence: <see cref="Fully"/>, or in how far not and why.</summary>
    public required string Words { get; init; }

    /// <summary>Why the step must not start; null when it may.</summary>
    public string? Refusal { get; init; }

    /// <summary>What ends with the step.</summary>
    public IDisposable? Held { get; init; }

    /// <summary>Whether it is confined at all.</summary>
    public bool Holds => Wrapper.Count > 0;

    /// <summary>The same, with other words for the evidence.</summary>
    public SandboxPlan But(string words) => new()
    {
        Wrapper = Wrapper,
        Filter = Filter,
        View = View,
        GivesSign = GivesSign,
        Environment = Environment,
        Words = words,
        Held = Held,
    };

    /// <inheritdoc/>
    public void Dispose() => Held?.Dispose();
}
