using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;
using Dashboard.Execution.Masking;
using Dashboard.Execution.Secrets;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Masks every free text of an attempt's end, in one place: the words of a runner or a tool, and the names of processes, may hold a secret
/// as any output may.
/// </summary>
internal static class EventTexts
{
    /// <summary>A process's command line is kept to this length, in characters, after masking.</summary>
    private const int LongestName = 100;

    /// <summary>The kernel cuts a process's own name here, and a secret in it is no longer whole.</summary>
    private const int KernelName = 15;

    /// <summary>The event without secrets.</summary>
    /// <param name="end">The end as it is.</param>
    /// <param name="known">What has been a secret in the run, while the step ran too.</param>
    public static StepFinished Masked(StepFinished end, SecretMemory known) => Masked(end, new TextMasker(known.Compile()), known.Values);

    private static StepFinished Masked(StepFinished end, TextMasker secrets, IReadOnlyList<ReadOnlyMemory<byte>> values) => end with
    {
        Reason = secrets.Mask(end.Reason),
        Sandbox = secrets.Mask(end.Sandbox),
        Tracking = end.Tracking is { } tracking ? secrets.Mask(tracking) : null,
        HeldBack = end.HeldBack is { } held ? secrets.Mask(held) : null,
        FailedTries = end.FailedTries is { } tries ? [.. tries.Select(t => t with { Reason = secrets.Mask(t.Reason) })] : null,
        LeftBehind = [.. end.LeftBehind.Select(name => Name(name, secrets, values))],
        // None of them holds a known secret by then; this is the one place that promises it for every text.
        Outputs = end.Outputs is { } written
            ? written.ToImmutableSortedDictionary(o => o.Key, o => secrets.Mask(o.Value), StringComparer.Ordinal)
            : null,
        SecretOutputs = [.. end.SecretOutputs.Select(secrets.Mask)],
        Secrets = end.Secrets is { } told
            ? [.. told.Select(s => s with { File = secrets.Mask(s.File), Note = s.Note is { } note ? secrets.Mask(note) : null })]
            : null,
    };

    private static string Name(string name, TextMasker secrets, IReadOnlyList<ReadOnlyMemory<byte>> values)
    {
        var words = secrets.Mask(name).Split(' ').Select(word => IsBeginning(word, values) ? "[masked]" : word);
        return TextCut.Shorten(string.Join(' ', words), LongestName);
    }

    private static bool IsBeginning(string word, IReadOnlyList<ReadOnlyMemory<byte>> values) =>
        Encoding.UTF8.GetBytes(word) is { Length: >= KernelName } bytes && values.Any(v => v.Span.StartsWith(bytes));
}
