using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Core.Runbooks;

/// <summary>SHA-256 digests (FIPS 180-4), as lower-case hex, over what decides a run.</summary>
public static class Digests
{
    /// <summary>Over bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Over the UTF-8 bytes of a text.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Over a run's inputs, by name. A name cannot hold <c>=</c> and a value cannot hold NUL, so no two sets share their bytes.
    /// </summary>
    public static string OfInputs(ImmutableSortedDictionary<string, string> inputs) =>
        Of(string.Concat(inputs.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => $"{i.Key}={i.Value}\0")));

    /// <summary>Over a set of files: path, mode and content of each.</summary>
    public static string OfFiles(IEnumerable<PinnedFile> files) =>
        Of(string.Concat(files.OrderBy(f => f.Path, StringComparer.Ordinal)
            .Select(f => $"{f.Digest} {(f.Executable ? 'x' : '-')} {f.Path}\0")));

    /// <summary>Over everything that decides what a step runs.</summary>
    public static string OfStep(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        string?[] parts =
        [
            step.Id, step.Kind.DisplayName(), step.Language, step.Body, step.GateId, Ticks(step.Timeout),
            step.ExpectExit.ToString(CultureInfo.InvariantCulture), step.ExpectOutput,
            step.MaxTries.ToString(CultureInfo.InvariantCulture), Ticks(step.Every), step.Target, step.Container, step.Verify,
        ];
        // Only where there are some: the digests of older runbooks stay what they were.
        if (step.Sockets.Length > 0)
            parts = [.. parts, string.Join(',', step.Sockets)];
        // Not what a list of sockets can be: each of those begins with a slash.
        if (step.Terminal)
            parts = [.. parts, "tty"];
        // Each begins with a word that neither of those above can be.
        if (step.After.Length > 0)
            parts = [.. parts, $"after={string.Join(',', step.After)}"];
        if (step.Optional)
            parts = [.. parts, "optional"];
        if (step.When is not null)
            parts = [.. parts, $"when={step.When}"];
        if (step.Choices.Length > 0)
            parts = [.. parts, $"choice={string.Join(',', step.Choices)}"];
        if (step.Choices.Length > 0 && step.IdInPart is not null)
            parts = [.. parts, $"sets={step.ChoiceName}"];
        if (step.Outputs.Length > 0)
            parts = [.. parts, $"outputs={string.Join('\0', step.Outputs.Select(Declared))}"];
        if (step.Repeat is { } time)
            parts = [.. parts, $"item={time.Value}"];
        if (step.NoteRequired)
            parts = [.. parts, "note"];
        if (step.Until is { } until)
            parts = [.. parts, $"until={Ticks(until)}"];
        if (step.Lenient)
            parts = [.. parts, "lenient"];
        // Length-prefixed, so that no two different steps share their bytes; -1 tells null from empty.
        return Of(string.Concat(parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p?.Length ?? -1}:{p};"))));
    }

    private static string Declared(RunbookInput output) =>
        $"{output.Name} {output.Type} {string.Join(',', output.Options)} {output.Pattern}";

    private static string Ticks(TimeSpan span) => span.Ticks.ToString(CultureInfo.InvariantCulture);
}
