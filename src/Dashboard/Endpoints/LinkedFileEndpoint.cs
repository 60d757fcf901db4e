using Dashboard.Engine.Runbooks;

namespace Dashboard.Endpoints;

/// <summary>Downloads of files of the runbooks folder that a runbook links to.</summary>
internal static class LinkedFileEndpoint
{
    /// <summary>Maps the download. Everyone who is signed in may read what a runbook links to, and nothing else of the folder.</summary>
    public static void MapLinkedFiles(this IEndpointRouteBuilder routes) => routes.MapDownload("/linked-files/{*path}", FileAsync);

    internal static async Task<IResult> FileAsync(
        string path, string? of, IRunbookLibrary library, HttpContext http, CancellationToken cancellation)
    {
        if (await library.ReadLinkedAsync(of ?? "", path, cancellation) is not { } content)
            return Results.NotFound();
        Downloads.Guard(http);
        return Results.File(content, "application/octet-stream", path.Split('/')[^1]);
    }
}
