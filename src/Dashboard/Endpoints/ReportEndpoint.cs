using System.Globalization;
using System.Text;
using Dashboard.Engine.Evidence;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Endpoints;

/// <summary>Downloads of a whole run: its report for a ticket, its evidence as a bundle.</summary>
internal static class ReportEndpoint
{
    /// <summary>Maps the downloads. Everyone who is signed in may read.</summary>
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runs/{runId}/report.md", MarkdownAsync).RequireAuthorization();
        routes.MapGet("/runs/{runId}/bundle.zip", BundleAsync).RequireAuthorization();
    }

    private static async Task<IResult> MarkdownAsync(string runId, IRunService runs, RunReports reports, HttpContext http, CancellationToken cancellation)
    {
        if (await runs.FindAsync(runId, cancellation) is not { } view)
            return Results.NotFound();
        Downloads.Guard(http);
        return Results.File(
            Encoding.UTF8.GetBytes(await reports.MarkdownAsync(view, cancellation)), "text/markdown; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"run-{view.Number}.md"));
    }

    private static async Task<IResult> BundleAsync(string runId, IRunService runs, BundleWriter bundles, HttpContext http, CancellationToken cancellation)
    {
        if (await runs.FindAsync(runId, cancellation) is not { } view)
            return Results.NotFound();
        Downloads.Guard(http);
        // The end of a zip entry is written where nothing can wait for it.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return Results.Stream(
            async body =>
            {
                await using var target = await ZipTarget.OpenAsync(body, cancellation);
                await bundles.WriteAsync(view, target, cancellation);
            },
            "application/zip", string.Create(CultureInfo.InvariantCulture, $"run-{view.Number}-evidence.zip"));
    }
}
