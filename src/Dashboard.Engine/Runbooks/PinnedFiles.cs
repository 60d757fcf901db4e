using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Runbooks;

/// <summary>Reads pinned files from the database: what is shown to the approver is what steps are given.</summary>
internal sealed class PinnedFiles(ILedgerStore store, IRunQueries queries) : IPinnedFiles
{
    /// <summary>
    /// What is shown of a file, in bytes: more than anybody reads in a dialog. Of a larger one, its beginning and its end.
    /// </summary>
    public const int MostShown = 256 << 10;

    public async Task<PinnedTexts> OfAsync(long number, RunState run, string gateId, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (previous, opened) = await ApprovedBeforeAsync(number, run, gateId, cancellation);
        var before = opened?.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        var files = ImmutableArray.CreateBuilder<PinnedText>();
        foreach (var file in run.Opened.Files)
            files.Add(await ReadAsync(file, before, cancellation));
        return new(files.ToImmutable(), previous,
            [.. (before?.Keys ?? Enumerable.Empty<string>()).Where(p => run.Opened.Files.All(f => f.Path != p))
                .Order(StringComparer.Ordinal)]);
    }

    // The list says where to look; what was approved, and not voided, is asked of the ledger.
    private async Task<(RunSummary? Run, RunOpened? Opened)> ApprovedBeforeAsync(
        long number, RunState run, string gateId, CancellationToken cancellation)
    {
        foreach (var earlier in await queries.ApprovedRunsAsync(run.Opened.Slug, run.Opened.Target, gateId, number, cancellation))
        {
            var events = await store.ReadRunAsync(earlier.RunId, cancellation);
            if (events is [{ Event: RunOpened opened }, ..] && opened.Slug == run.Opened.Slug && opened.Target == run.Opened.Target
                && RunState.Fold(earlier.RunId, events).Approvals.Any(a => a.GateId == gateId && a.Voided is null))
                return (earlier, opened);
        }

        return (null, null);
    }

    private async Task<PinnedText> ReadAsync(PinnedFile file, Dictionary<string, PinnedFile>? before, CancellationToken cancellation)
    {
        var content = await store.ReadBlobAsync(file.Digest, cancellation);
        var readable = content is not null
            && (!content.Contains((byte)0) || ScriptFile.IsCalledOne(file.Path, content) || ScriptFile.IsRunnable(content));
        var problem = content is null ? "The database no longer holds it."
            : !readable ? "It is not text. Compare it by its digest."
            : content.Length > MostShown
                ? $"It has {content.Length:N0} bytes, too many to show here as a whole: its beginning and its end. Compare it by its "
                    + "digest."
            : null;
        var old = before?.GetValueOrDefault(file.Path);
        var since = before is null ? null
            : old is null ? "new"
            : old.Digest != file.Digest || old.Executable != file.Executable ? "changed"
            : "unchanged";
        var difference = since == "changed" && readable
            ? TextDifference.Of(await store.ReadBlobAsync(old!.Digest, cancellation) ?? [], content)
            : "";
        return new(file, readable ? Shown(content!) : null, problem, since, difference);
    }

    private static string Shown(byte[] content) => content.Length <= MostShown ? Encoding.UTF8.GetString(content)
        : $"{Encoding.UTF8.GetString(content.AsSpan(0, MostShown / 2))}\n\n[{content.Length - MostShown:N0} bytes are not shown here]\n\n"
            + $"{Encoding.UTF8.GetString(content.AsSpan(content.Length - (MostShown / 2)))}";

}
