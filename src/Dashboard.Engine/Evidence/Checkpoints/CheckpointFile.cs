using System.Globalization;
using System.Text;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Evidence.Checkpoints;

/// <summary>A line of a checkpoint file that is not what it should be.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record BadCheckpoint(int Line, string Problem);

/// <summary>The file of signed checkpoints: lines are added, and never changed.</summary>
public sealed class CheckpointFile(IOptions<EngineOptions> options, SigningKey key)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where it lies.</summary>
    public string Path => System.IO.Path.Combine(options.Value.Data, "checkpoints");

    /// <summary>Signs a checkpoint and adds it. It is on the disk afterwards.</summary>
    /// <returns>The line.</returns>
    /// <exception cref="StorageException">It could not be signed.</exception>
    public async Task<string> AppendAsync(Checkpoint checkpoint, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var line = checkpoint.Line(await key.SignAsync(Encoding.UTF8.GetBytes(checkpoint.Text), cancellation));
        await using var file = new FileStream(Path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerOnly, Options = FileOptions.Asynchronous });
        file.Seek(0, SeekOrigin.End);
        // A line that a crash cut short stays, as a bad line; the new one begins on its own.
        await file.WriteAsync(Encoding.UTF8.GetBytes(await EndsOpenAsync(file, cancellation) ? $"\n{line}\n" : $"{line}\n"), cancellation);
        file.Flush(flushToDisk: true);
        return line;
    }

    /// <summary>The checkpoints of a file, with their signatures verified.</summary>
    /// <param name="path">The file; null takes the installation's own, which may not exist yet.</param>
    /// <param name="signers">The keys that may have signed them; null takes the installation's own.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The file that was named cannot be read.</exception>
    public async Task<(IReadOnlyList<Checkpoint> Good, IReadOnlyList<BadCheckpoint> Bad)> ReadAsync(
        string? path = null, string? signers = null, CancellationToken cancellation = default)
    {
        var (good, bad, number) = (new List<Checkpoint>(), new List<BadCheckpoint>(), 0);
        if (path is null && !File.Exists(Path))
            return (good, bad);
        using var own = signers is null ? await key.SignersFileAsync(cancellation) : null;
        foreach (var line in await LinesAsync(path ?? Path, cancellation))
        {
            number++;
            if (Checkpoint.Parse(line) is not { } read)
                bad.Add(new(number, line.Length == 0 ? "an empty line" : "a line that is no checkpoint"));
            else if (await Signatures.FaultAsync(signers ?? own!.Path, read.Armoured, read.Signed, cancellation) is { } fault)
                bad.Add(new(number, string.Create(CultureInfo.InvariantCulture, $"entry {read.Checkpoint.Sequence}: {fault}")));
            else
                good.Add(read.Checkpoint);
        }

        return (good, bad);
    }

    /// <summary>The entry that the last checkpoint names; 0 when there is none.</summary>
    public async Task<long> LastAsync(CancellationToken cancellation = default) => File.Exists(Path)
        ? (await LinesAsync(Path, cancellation)).Select(l => Checkpoint.Parse(l)?.Checkpoint.Sequence ?? 0).DefaultIfEmpty().Max()
        : 0;

    private static async Task<string[]> LinesAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllLinesAsync(path, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The checkpoints in {path} cannot be read: {e.Message}", e);
        }
    }

    private static async Task<bool> EndsOpenAsync(FileStream file, CancellationToken cancellation)
    {
        if (file.Length == 0)
            return false;
        var last = new byte[1];
        file.Seek(-1, SeekOrigin.End);
        await file.ReadExactlyAsync(last, cancellation);
        return last[0] != (byte)'\n';
    }
}
