using System.Collections.Immutable;

namespace Dashboard.Execution.Secrets;

/// <summary>A declared secret, and where it is looked for.</summary>
/// <param name="Name">How the runbook calls it: an input's name, or the path itself.</param>
/// <param name="Path">The path of a file or a folder; null when the run has no value for the input.</param>
/// <param name="Container">The container it lies in; null for this host.</param>
internal sealed record SecretSource(string Name, string? Path, string? Container = null)
{
    /// <summary>The names whose values alone are secrets, in a file of <c>NAME=value</c> lines; empty where all of it is one.</summary>
    public ImmutableArray<string> Only { get; init; } = [];
}

/// <summary>What was found at a source.</summary>
internal enum SecretState
{
    /// <summary>Its content is known.</summary>
    Known,

    /// <summary>Nothing is there, so there is nothing to leak yet.</summary>
    Absent,

    /// <summary>Something is there whose content cannot be known, so no masking can be promised.</summary>
    Refused,
}

/// <summary>One look at a source.</summary>
/// <param name="State">What was found.</param>
/// <param name="Words">Why it is absent or refused, and what to do about it; null when the content is known.</param>
internal sealed record SecretReading(SecretState State, string? Words = null)
{
    /// <summary>All that must be masked: the files whole, and each value in them.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Values { get; init; } = [];

    /// <summary>
    /// A state that cannot be known only because of how the path is written. What people type can be masked all the same.
    /// </summary>
    public bool OnlyForSteps { get; init; }

    public static SecretReading Refused(string words) => new(SecretState.Refused, words);

    public static SecretReading Absent(string words) => new(SecretState.Absent, words);
}

/// <summary>Parts of the defence of secret files that tests switch off, to show that each is needed.</summary>
/// <param name="Values">Each value inside a file is a secret by itself.</param>
/// <param name="Refusals">What cannot be read is refused, not passed over.</param>
/// <param name="Looks">Files are looked at again while a step runs.</param>
/// <param name="Versions">It is counted how often a file was written, so that a version which nobody read does not go unnoticed.</param>
/// <param name="EventTexts">The texts of an attempt's end are masked.</param>
internal sealed record SecretDefences(bool Values = true, bool Refusals = true, bool Looks = true, bool Versions = true,
    bool EventTexts = true)
{
    public static SecretDefences All { get; } = new();
}
