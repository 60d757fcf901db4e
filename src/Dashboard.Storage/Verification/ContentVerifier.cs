using System.Globalization;
using System.Security.Cryptography;
using Dashboard.Core.Accounts;
using Dashboard.Core.Attempts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Storage.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Verification;

/// <summary>
/// Verifies what a right ledger names by digest: outputs, pinned files, attachments. And that each entry can be read at all.
/// </summary>
internal sealed class ContentVerifier(SqliteConnection connection, FaultList faults, IProgress<VerifyProgress> progress,
    CancellationToken cancellation)
{
    private readonly HashSet<string> _started = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Attempt, OutputChannel Channel), (OutputSummary Output, long Entry)> _outputs = [];
    private readonly Dictionary<string, long> _blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private long _right;

    /// <summary>How many bytes of each ended attempt's output are not kept, by the attempt's id.</summary>
    public IReadOnlyDictionary<string, long> Ends => _ends;

    /// <summary>Looks at everything.</summary>
    /// <param name="entries">How many entries there are.</param>
    /// <returns>How much of it had the right digest.</returns>
    public long Run(long entries)
    {
        Entries(entries);
        Blobs();
        Outputs();
        // What is left over wrote nothing, or should have.
        using var nothing = new Tally();
        foreach (var (attempt, channel) in _outputs.Keys.ToArray())
            Settle(attempt, channel, nothing);
        return _right;
    }

    private void Entries(long total)
    {
        var done = 0L;
        LedgerReadAhead.Walk(
            connection,
            (sequence, stream, bytes, _) =>
            {
                try
                {
                    if (stream.SequenceEqual("accounts"u8))
                        AccountEvents.Parse(LedgerCodec.Read(bytes));
                    else
                        Take(sequence, LedgerCodec.ReadRunEvent(bytes).Event);
                }
                catch (Exception e) when (Damage.IsDamage(e))
                {
                    faults.Add($"entry {sequence}", "event", "one that this version knows", e.Message);
                }

                done++;
                return true;
            },
            () => Report("events", done, total));
    }

    private void Take(long entry, RunEvent what)
    {
        switch (what)
        {
            case RunOpened opened:
                foreach (var file in opened.Files)
                    _blobs.TryAdd(file.Digest, entry);
                break;
            case FileAttached file:
                _blobs.TryAdd(file.Digest, entry);
                break;
            case StepStarted started:
                _started.Add(started.AttemptId);
                break;
            case StepFinished finished:
                _outputs[(finished.AttemptId, OutputChannel.Stdout)] = (finished.Stdout, entry);
                _outputs[(finished.AttemptId, OutputChannel.Stderr)] = (finished.Stderr, entry);
                // An output that is held back has no lines for people to see.
                if (!finished.Untrusted)
                    _ends[finished.AttemptId] = finished.Stdout.Omitted + finished.Stderr.Omitted;
                break;
            case StepInterrupted interrupted:
                _ends[interrupted.AttemptId] = 0;
                break;
            default:
                break;
        }
    }

    private void Blobs()
    {
        using var command = SqliteCommands.Prepare(connection,
            "SELECT Digest, Bytes, typeof(Digest) = 'text' AND typeof(Bytes) = 'blob' FROM blobs");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var digest = reader.IsDBNull(0) ? "without a digest" : reader.GetString(0);
            if (!_blobs.Remove(digest))
                faults.Add($"content {digest}", "use", "an entry that names it", "none");
            else if (!reader.GetBoolean(2))
                faults.Add($"content {digest}", "SHA-256", digest, "something that is no bytes, or under a digest that is no text");
            else if (Digests.Of(reader.GetFieldValue<byte[]>(1)) is var found && found != digest)
                faults.Add($"content {digest}", "SHA-256", digest, found);
            else
                _right++;
        }

        foreach (var (digest, entry) in _blobs)
            faults.Add($"entry {entry}", $"content {digest}", "in the database", "none");
    }

    private void Outputs()
    {
        using var command = SqliteCommands.Prepare(connection, $"SELECT {ChunkRows.Columns} FROM output_chunks ORDER BY AttemptId, Number");
        using var reader = command.ExecuteReader();
        using var stdout = new Tally();
        using var stderr = new Tally();
        var (attempt, last, done) = ("", 0L, 0L);
        while (reader.Read())
        {
            if (ChunkRows.Problem(reader) is { } problem)
            {
                faults.Add($"output of {(reader.IsDBNull(0) ? "nothing" : reader.GetString(0))}", "piece",
                    "a number, a stream, a time and bytes", problem);
                continue;
            }

            var chunk = ChunkRows.Read(reader);
            if (chunk.AttemptId != attempt)
            {
                Settle(attempt, stdout, stderr);
                (attempt, last) = (chunk.AttemptId, 0);
            }

            // A gap stands for what was left out. Where the ledger says that nothing was, a page would show a gap that is none.
            if (chunk.Number != last + 1 && _outputs.GetValueOrDefault((attempt, OutputChannel.Stdout)) is { Output: not null } end
                && _ends.GetValueOrDefault(attempt) == 0)
                faults.Add($"entry {end.Entry}", $"numbers of the pieces of output of attempt {attempt}", Number(last + 1),
                    Number(chunk.Number));
            last = chunk.Number;
            (chunk.Channel == OutputChannel.Stdout ? stdout : stderr).Add(chunk.Bytes.Span);
            if (++done % 5_000 == 0)
                Report("outputs", done, 0);
        }

        Settle(attempt, stdout, stderr);
    }

    private void Settle(string attempt, Tally stdout, Tally stderr)
    {
        if (attempt.Length > 0 && !_started.Contains(attempt))
            faults.Add($"output of {attempt}", "attempt", "one that the ledger knows", "none");
        Settle(attempt, OutputChannel.Stdout, stdout);
        Settle(attempt, OutputChannel.Stderr, stderr);
    }

    // An attempt without an end has no digest to hold its output to: it runs, or the server was killed.
    private void Settle(string attempt, OutputChannel channel, Tally tally)
    {
        var (length, digest) = tally.Take();
        if (!_outputs.Remove((attempt, channel), out var expected))
            return;
        var kept = expected.Output.Bytes - expected.Output.Omitted;
        if (length != kept)
            faults.Add($"entry {expected.Entry}", $"length of {channel} of attempt {attempt}", Number(kept), Number(length));
        else if (expected.Output.Omitted == 0 && digest != expected.Output.Digest)
            faults.Add($"entry {expected.Entry}", $"SHA-256 of {channel} of attempt {attempt}", expected.Output.Digest, digest);
        else
            _right++;
    }

    private void Report(string doing, long done, long total)
    {
        cancellation.ThrowIfCancellationRequested();
        progress.Report(new(doing, done, total));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The length and digest of one stream.</summary>
    private sealed class Tally : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _length;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            _hash.AppendData(bytes);
            _length += bytes.Length;
        }

        public (long Length, string Digest) Take()
        {
            var length = _length;
            _length = 0;
            return (length, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        }

        public void Dispose() => _hash.Dispose();
    }
}
