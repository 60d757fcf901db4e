using System.Globalization;
using System.Text;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Evidence.Reports;
using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Endpoints;

/// <summary>Downloads of a whole run: its report for a ticket, its evidence as a bundle.</summary>
internal static class ReportEndpoint
{
    /// <summary>Maps the downloads. Everyone who is signed in may read.</summary>
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapDownload("/runs/{runId}/report.md", MarkdownAsync);
        routes.MapDownload("/runs/{runId}/bundle.zip", BundleAsync);
    }

    private static async Task<IResult> MarkdownAsync(string runId, IRunReader runs, RunReports reports, HttpContext http,
        CancellationToken cancellation)
    {
        if (await runs.FindAsync(runId, cancellation) is not { } run)
            return Results.NotFound();
        Downloads.Guard(http);
        return Results.File(
            Encoding.UTF8.GetBytes(await reports.MarkdownAsync(run, cancellation)), "text/markdown; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"run-{run.Number}.md"));
    }

    private static async Task<IResult> BundleAsync(string runId, IRunReader runs, BundleWriter bundles, SigningKey key, HttpContext http,
        CancellationToken cancellation)
    {
        if (await runs.FindAsync(runId, cancellation) is not { } run)
            return Results.NotFound();
        // A bundle ends with its signature: without a key that signs, half of one would be sent before anybody knew.
        try
        {
            await key.SignAsync(ReadOnlyMemory<byte>.Empty, cancellation);
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            return Results.Text($"The bundle cannot be signed, so it was not made. {e.Message}\n",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        Downloads.Guard(http);
        // The end of a zip entry is written where nothing can wait for it.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return Results.Stream(
            async body =>
            {
                await using var target = await ZipTarget.OpenAsync(body, cancellation);
                await bundles.WriteAsync(run, target, cancellation);
            },
            "application/zip", string.Create(CultureInfo.InvariantCulture, $"run-{run.Number}-evidence.zip"));
    }
}
