using System.Globalization;
using System.Text;

namespace Dashboard.Engine.Ports;

/// <summary>
/// What the ledger looked like at one moment, to be kept where whoever can write the database cannot. As a line:
/// <c>cutover-checkpoint 1 ENTRY HASH STREAM TIME EVENT SIGNATURE</c>; the signature is SSHSIG in base64, over the line before the last
/// space.
/// </summary>
/// <param name="Sequence">The entry.</param>
/// <param name="Hash">Its hash, which stands for every entry before it too.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="At">When it was written.</param>
/// <param name="Event">What it is: <c>gate-approved</c> or <c>run-closed</c>.</param>
public sealed record Checkpoint(long Sequence, string Hash, string Stream, DateTimeOffset At, string Event)
{
    private const string Form = "cutover-checkpoint 1";
    private const string Begin = "-----BEGIN SSH SIGNATURE-----\n", End = "\n-----END SSH SIGNATURE-----";

    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Form} {Sequence} {Hash} {Stream} {At.UtcDateTime:O} {Event}");

    /// <summary>The line, without its end.</summary>
    /// <param name="armoured">The signature over <see cref="Text"/>.</param>
    public string Line(string armoured) => $"{Text} {armoured.Trim()[Begin.Length..^End.Length].ReplaceLineEndings("")}";

    /// <summary>Reads a line.</summary>
    /// <returns>The checkpoint, its text and its armoured signature; null when the line is none.</returns>
    public static (Checkpoint Checkpoint, ReadOnlyMemory<byte> Signed, string Armoured)? Parse(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 8 || $"{parts[0]} {parts[1]}" != Form || parts[3].Length != 64
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || !DateTimeOffset.TryParseExact(parts[5], "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return null;
        }

        var signed = Encoding.UTF8.GetBytes(line[..line.LastIndexOf(' ')]);
        return (new(sequence, parts[3], parts[4], at, parts[6]), signed, Begin + parts[7] + End);
    }
}
