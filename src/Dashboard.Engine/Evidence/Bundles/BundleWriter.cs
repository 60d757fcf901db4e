using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Audit;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Evidence.Reports;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;

namespace Dashboard.Engine.Evidence.Bundles;

/// <summary>Writes a run's evidence as files that standard tools verify. Streamed: memory does not grow with the outputs.</summary>
public sealed class BundleWriter(ILedgerStore store, RunReports reports, SigningKey key)
{
    private const long PageBytes = 1 << 20;

    /// <summary>Writes the bundle.</summary>
    /// <exception cref="StorageException">Something of it is not in the database, or cannot be signed.</exception>
    public async Task WriteAsync(StoredRun run, IBundleTarget target, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(target);
        var files = new BundleFiles(target);
        await LedgerAsync(run, files, cancellation);
        await ContentAsync(run, files, cancellation);
        foreach (var attempt in run.State.Attempts)
        {
            foreach (var channel in Enum.GetValues<OutputChannel>())
                await OutputAsync(attempt, channel, files, cancellation);
        }

        var report = await reports.MarkdownAsync(run, cancellation);
        await files.AddAsync("report.md", report, cancellation);
        await files.AddAsync("report.html", ReportHtml.Page($"Run {run.Number}", report), cancellation);
        await files.AddAsync("README.md", BundleReadme.Of(run, await key.AllowedSignerAsync(cancellation)), cancellation);

        var sums = Encoding.ASCII.GetBytes(files.Sums);
        await files.AddAsync(BundleNames.Sums, files.Sums, cancellation);
        await files.AddAsync(BundleNames.Signature, await key.SignAsync(sums, cancellation), cancellation);
    }

    private async Task LedgerAsync(StoredRun run, BundleFiles files, CancellationToken cancellation)
    {
        await using var file = await files.BeginAsync(BundleNames.Ledger, cancellation);
        var last = run.State.Events[^1].Sequence;
        await foreach (var entry in store.ReadStreamAsync("run/" + run.State.RunId, cancellation))
        {
            // Of an open run, the report and the ledger tell the same story: up to the moment at which it was read.
            if (entry.Sequence > last)
                break;
            await file.WriteAsync(entry.Bytes, cancellation);
            await file.WriteAsync("\n"u8.ToArray(), cancellation);
        }
    }

    private async Task ContentAsync(StoredRun run, BundleFiles files, CancellationToken cancellation)
    {
        foreach (var pinned in run.State.Opened.Files)
            await BlobAsync("runbook/" + BundleNames.Of(pinned.Path), pinned.Digest, files, cancellation);
        foreach (var recorded in run.State.Events)
        {
            if (recorded.Event is FileAttached file)
                await BlobAsync(BundleNames.Attachment(recorded.Sequence, file.Name), file.Digest, files, cancellation);
        }
    }

    private async Task BlobAsync(string name, string digest, BundleFiles files, CancellationToken cancellation)
    {
        var bytes = await store.ReadBlobAsync(digest, cancellation)
            ?? throw new StorageException($"{name} is not in the database; its digest is {digest}.");
        await using var file = await files.BeginAsync(name, cancellation);
        await file.WriteAsync(bytes, cancellation);
    }

    private async Task OutputAsync(Attempt attempt, OutputChannel channel, BundleFiles files, CancellationToken cancellation)
    {
        await using var file = await files.BeginAsync(
            $"{BundleNames.Output(attempt.Sequence, attempt.StepId, attempt.Started.Number)}/"
                + $"{(channel == OutputChannel.Stdout ? "stdout" : "stderr")}", cancellation);
        if (attempt.Finished is { Untrusted: true } withheld)
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes($"[The output is held back. {withheld.HeldBack}]\n"), cancellation);
            return;
        }

        for (long from = 1; await store.ReadOutputAsync(attempt.Id, from, PageBytes, cancellation) is { IsEmpty: false } chunks;
            from = chunks[^1].Number + 1)
        {
            foreach (var chunk in chunks.Where(c => c.Channel == channel))
                await file.WriteAsync(chunk.Bytes, cancellation);
        }
    }
}

/// <summary>The files of a bundle that is being written, and their digests.</summary>
internal sealed class BundleFiles(IBundleTarget target)
{
    private readonly SortedDictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <summary>As <c>sha256sum</c> writes them.</summary>
    public string Sums => string.Concat(_digests.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Value}  {d.Key}\n")));

    public async Task AddAsync(string name, string text, CancellationToken cancellation)
    {
        await using var file = await BeginAsync(name, cancellation);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
    }

    public async Task<BundleFile> BeginAsync(string name, CancellationToken cancellation) =>
        new(await target.CreateAsync(name, cancellation), digest => _digests.Add(name, digest));
}

/// <summary>A file that is being written.</summary>
internal sealed class BundleFile(Stream stream, Action<string> done) : IAsyncDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _hash.AppendData(bytes.Span);
        await stream.WriteAsync(bytes, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        done(Convert.ToHexStringLower(_hash.GetHashAndReset()));
        _hash.Dispose();
    }
}
