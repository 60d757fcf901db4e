using System.Globalization;
using System.Text;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Execution.Output;

namespace Dashboard.Endpoints;

/// <summary>
/// Downloads of what a run keeps: an attempt's output, an attached file. Nothing of it is ever shown by the browser as a page.
/// </summary>
public static class OutputEndpoint
{
    private const long PageBytes = 1 << 20;

    /// <summary>Maps the downloads. Everyone who is signed in may read.</summary>
    public static void MapRunDownloads(this IEndpointRouteBuilder routes)
    {
        routes.MapDownload("/runs/{runId}/attempts/{attemptId}/output", OutputAsync);
        routes.MapDownload("/runs/{runId}/attachments/{digest}", AttachmentAsync);
    }

    /// <summary>The masked output of an attempt, both streams in the order in which they came.</summary>
    internal static async Task<IResult> OutputAsync(
        string runId, string attemptId, IRunReader runs, IOutputStore store, HttpContext http, CancellationToken cancellation)
    {
        if (await runs.FindAsync(runId, cancellation) is not { } view
            || view.State.Attempts.FirstOrDefault(a => a.Id == attemptId) is not { } attempt)
            return Results.NotFound();
        Downloads.Guard(http);
        if (attempt.Finished is { Untrusted: true } withheld)
            return Results.Text($"[The output is held back. {withheld.HeldBack}]\n", "text/plain", Encoding.UTF8);
        var omitted = (attempt.Finished?.Stdout.Omitted + attempt.Finished?.Stderr.Omitted) ?? 0;
        return Results.Stream(
            body => WriteAsync(body, store, attemptId, omitted, cancellation), "text/plain; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"run-{view.Number}-{attempt.StepId}-{attempt.Started.Number}.txt"));
    }

    /// <summary>A file that was attached to the run.</summary>
    internal static async Task<IResult> AttachmentAsync(
        string runId, string digest, IRunReader runs, IBlobStore store, HttpContext http, CancellationToken cancellation)
    {
        // The digest alone would open every blob of the database, pinned files of other runs among them.
        if (await runs.FindAsync(runId, cancellation) is not { } view
            || view.State.Events.Select(e => e.Event).OfType<FileAttached>().FirstOrDefault(f => f.Digest == digest) is not { } file
            || await store.ReadBlobAsync(digest, cancellation) is not { } bytes)
        {
            return Results.NotFound();
        }

        Downloads.Guard(http);
        return Results.File(bytes, "application/octet-stream", file.Name);
    }

    private static async Task WriteAsync(Stream body, IOutputStore store, string attemptId, long omitted, CancellationToken cancellation)
    {
        for (long next = 1; ;)
        {
            var chunks = await store.ReadOutputAsync(attemptId, next, PageBytes, cancellation);
            if (chunks.IsEmpty)
                return;
            foreach (var chunk in chunks)
            {
                if (chunk.Number > next)
                    await body.WriteAsync(Encoding.UTF8.GetBytes(
                        string.Create(CultureInfo.InvariantCulture, $"\n[{omitted} bytes left out here]\n")), cancellation);
                await body.WriteAsync(chunk.Bytes, cancellation);
                next = chunk.Number + 1;
            }
        }
    }
}
