using System.Text;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Endpoints;

/// <summary>Downloads of the runbooks that could be made of documents. They are made when they are asked for, and kept nowhere.</summary>
internal static class DraftEndpoint
{
    /// <summary>Maps the download. Everyone who is signed in may read.</summary>
    public static void MapDrafts(this IEndpointRouteBuilder routes) => routes.MapDownload("/drafts/{*slug}", DraftAsync);

    private static async Task<IResult> DraftAsync(
        string slug, IRunbookLibrary library, IRunbookAdoption adoption, HttpContext http, CancellationToken cancellation)
    {
        if (await library.FindAsync(slug, cancellation) is not { } book
            || await adoption.AdoptAsync(book, cancellation) is not { IsChanged: true } made)
            return Results.NotFound();
        Downloads.Guard(http);
        return Results.File(Encoding.UTF8.GetBytes(made.Text), "text/markdown; charset=utf-8",
            book.Path[(book.Path.LastIndexOf('/') + 1)..]);
    }
}
