using System.Text;
using System.Text.Json;
using Dashboard.Core.Audit;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Audit;
using Dashboard.Shared;
using Dashboard.Shared.Filters;
using Microsoft.AspNetCore.Http.Extensions;

namespace Dashboard.Endpoints;

/// <summary>The audit as a file: what the page's address asks for, all of it.</summary>
internal static class AuditEndpoint
{
    /// <summary>Maps the downloads. Everyone who is signed in may read.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapDownload("/audit.csv", (AuditQueries queries, HttpContext http, CancellationToken cancellation) =>
            Export(http, "text/csv; charset=utf-8; header=present", "audit.csv",
                body => CsvAsync(body, Records(queries, http, cancellation), cancellation)));
        routes.MapDownload("/audit.json", (AuditQueries queries, HttpContext http, CancellationToken cancellation) =>
            Export(http, "application/json", "audit.json",
                body => JsonSerializer.SerializeAsync(body, Records(queries, http, cancellation), LedgerCodec.Json, cancellation)));
    }

    private static IResult Export(HttpContext http, string type, string name, Func<Stream, Task> write)
    {
        Downloads.Guard(http);
        return Results.Stream(write, type, name);
    }

    // Days are days of the viewer's clock, as on the page.
    private static IAsyncEnumerable<AuditRecord> Records(AuditQueries queries, HttpContext http, CancellationToken cancellation) =>
        queries.AllAsync(EvidenceAddress.Of(new(http.Request.GetEncodedUrl())).Filter(Viewer.Of(http).TimeZone), cancellation);

    private static async Task CsvAsync(Stream body, IAsyncEnumerable<AuditRecord> records, CancellationToken cancellation)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes(AuditCsv.Header), cancellation);
        await foreach (var record in records)
            await body.WriteAsync(Encoding.UTF8.GetBytes(AuditCsv.Of(record)), cancellation);
    }
}
