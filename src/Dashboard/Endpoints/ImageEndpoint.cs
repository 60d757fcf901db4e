using Dashboard.Core.Runbooks;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Web;

namespace Dashboard.Endpoints;

/// <summary>
/// The images that runbooks show: of the folder, and of runs as they were pinned. Each address holds the digest of what it gives, so a
/// browser may keep it for good.
/// </summary>
internal static class ImageEndpoint
{
    private const string Policy = "images", ForGood = "private, max-age=31536000, immutable";

    /// <summary>Registers the headers of images. An SVG is a document of its own: it runs nothing, and loads nothing.</summary>
    public static IServiceCollection AddImages(this IServiceCollection services)
    {
        services.AddSecurityHeaderPolicies().AddPolicy(Policy, policy => policy
            .AddOwnSiteAlone()
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().None();
                // What an SVG says of its own shapes.
                csp.AddStyleSrc().UnsafeInline();
                csp.AddFrameAncestors().None();
                csp.AddSandbox();
            }));
        return services;
    }

    /// <summary>Maps the images. Everyone who is signed in may look at them.</summary>
    public static void MapImages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/images/{digest}/{*path}", OfFolder).RequireAuthorization().WithSecurityHeadersPolicy(Policy)
            .WithMetadata(new Kept());
        routes.MapGet("/runs/{runId}/images/{digest}", OfRunAsync).RequireAuthorization().WithSecurityHeadersPolicy(Policy)
            .WithMetadata(new Kept());
    }

    /// <summary>
    /// Lets browsers keep images also where the answer renews the sign-in, which says <c>no-store</c> of it. Before authentication: of what
    /// is done when an answer starts, the first that was asked for comes last.
    /// </summary>
    public static IApplicationBuilder UseKeptImages(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Kept>() is not null)
        {
            http.Response.OnStarting(() =>
            {
                if (http.Response.StatusCode == StatusCodes.Status200OK)
                {
                    http.Response.Headers.CacheControl = ForGood;
                    http.Response.Headers.Remove("Pragma");
                    http.Response.Headers.Remove("Expires");
                }

                return Task.CompletedTask;
            });
        }

        return next(http);
    });

    internal static IResult OfFolder(string digest, string path, IRunbookLibrary library, HttpContext http) =>
        RunbookImage.IsCalledOne(path) && library.ReadImage(path) is { } content && Digests.Of(content) == digest
            ? Image(http, path, content)
            : Results.NotFound();

    internal static async Task<IResult> OfRunAsync(
        string runId, string digest, IRunReader runs, IBlobStore store, HttpContext http, CancellationToken cancellation)
    {
        // The digest alone would open every blob of the database.
        try
        {
            return await runs.FindAsync(runId, cancellation) is { } view
                && view.State.Opened.Files.FirstOrDefault(f => f.Digest == digest && RunbookImage.IsCalledOne(f.Path)) is { } file
                && await store.ReadBlobAsync(digest, cancellation) is { } content && Digests.Of(content) == digest
                ? Image(http, file.Path, content)
                : Results.NotFound();
        }
        catch (UnreadableRunException)
        {
            return Results.NotFound();
        }
    }

    private static IResult Image(HttpContext http, string path, byte[] content)
    {
        if (RunbookImage.MediaType(path, content) is not { } type)
            return Results.NotFound();
        http.Response.Headers.CacheControl = ForGood;
        return Results.Bytes(content, type);
    }

    /// <summary>Marks an endpoint whose answers may be kept.</summary>
    private sealed record Kept;
}
