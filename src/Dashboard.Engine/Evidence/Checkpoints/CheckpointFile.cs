using System.Globalization;
using System.Text;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Ports;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Evidence.Checkpoints;

/// <summary>A line of a checkpoint file that is not what it should be.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record BadCheckpoint(int Line, string Problem);

/// <summary>The file of signed checkpoints: lines are added, and never changed.</summary>
public sealed class CheckpointFile(IOptions<EngineOptions> options, SigningKey key)
{
    // So many checkpoints are verified between two words on how far it is.
    private const int Told = 20;

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
        await using var file = new FileStream(Path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            UnixCreateMode = OwnerOnly,
            Options = FileOptions.Asynchronous,
        });
        file.Seek(0, SeekOrigin.End);
        // A line that a crash cut short stays, as a bad line; the new one begins on its own.
        await file.WriteAsync(Encoding.UTF8.GetBytes(await EndsOpenAsync(file, cancellation) ? $"\n{line}\n" : $"{line}\n"), cancellation);
        file.Flush(flushToDisk: true);
        return line;
    }

    /// <summary>The checkpoints of a file, with their signatures verified.</summary>
    /// <param name="path">The file; null takes the installation's own, which may not exist yet.</param>
    /// <param name="signers">The keys that may have signed them; null takes the installation's own.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The file that was named cannot be read, or holds nothing.</exception>
    public async Task<(IReadOnlyList<Checkpoint> Good, IReadOnlyList<BadCheckpoint> Bad)> ReadAsync(
        string? path = null, string? signers = null, IProgress<VerifyProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (path is null && !File.Exists(Path))
            return ([], []);
        var lines = await LinesAsync(path ?? Path, cancellation);
        // Whoever names a file wants the ledger held against something.
        if (path is not null && lines.Length == 0)
            throw new StorageException($"There is no checkpoint in {path}. Name a copy of the file checkpoints in the data folder.");
        using var own = signers is null ? await key.SignersFileAsync(cancellation) : null;
        var (problems, done) = (new string?[lines.Length], 0);
        // Each signature is a process: some at once, and told how many.
        await Parallel.ForAsync(0, lines.Length, new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellation,
        }, async (i, stop) =>
        {
            problems[i] = await ProblemAsync(lines[i], signers ?? own!.Path, stop);
            if (Interlocked.Increment(ref done) is var count && count % Told == 0)
                progress?.Report(new("checkpoints", count, lines.Length));
        });
        return (
            [.. lines.Where((_, i) => problems[i] is null).Select(l => Checkpoint.Parse(l)!.Value.Checkpoint)],
            [.. problems.Select((problem, i) => (problem, i)).Where(p => p.problem is not null)
                .Select(p => new BadCheckpoint(p.i + 1, p.problem!))]);
    }

    /// <summary>The installation's own checkpoints, the last one first, as they stand there: no signature is verified.</summary>
    public async Task<IReadOnlyList<Checkpoint>> NewestFirstAsync(CancellationToken cancellation = default) => File.Exists(Path)
        ? [.. (await LinesAsync(Path, cancellation)).Reverse().Select(l => Checkpoint.Parse(l)?.Checkpoint).OfType<Checkpoint>()]
        : [];

    private static async Task<string?> ProblemAsync(string line, string signers, CancellationToken cancellation)
    {
        if (Checkpoint.Parse(line) is not { } read)
            return line.Length == 0 ? "an empty line" : "a line that is not a checkpoint";
        return await Signatures.FaultAsync(signers, read.Armoured, read.Signed, cancellation) is { } fault
            ? string.Create(CultureInfo.InvariantCulture, $"entry {read.Checkpoint.Sequence}: {fault}")
            : null;
    }

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
