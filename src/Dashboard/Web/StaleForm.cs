using Microsoft.AspNetCore.Antiforgery;

namespace Dashboard.Web;

/// <summary>
/// A form that was sent from a page that its sender opened before they signed in or out, perhaps in another tab: the proof in it that it is
/// ours was made for somebody else. Nothing is done with it; its page is shown anew, with a proof that holds, and with what was typed.
/// </summary>
/// <param name="Name">The name that was typed; null for none. Passwords are never sent back.</param>
public sealed record StaleForm(string? Name)
{
    /// <summary>The form of this request; null when it is not stale.</summary>
    public static StaleForm? Of(HttpContext http) => http.Items[typeof(StaleForm)] as StaleForm;

    /// <summary>Whether somebody has signed in meanwhile.</summary>
    public static bool IsSignedIn(HttpContext http) => http.User.Identity is { IsAuthenticated: true };

    internal static async Task ShowAnewAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && HttpMethods.IsPost(http.Request.Method))
        {
            // From here on it is a look at the page. ASP.NET Core keeps what was typed from whoever asks for it while the proof is known
            // not to hold.
            http.Features.Set<IAntiforgeryValidationFeature>(null);
            http.Items[typeof(StaleForm)] = new StaleForm(await NameAsync(http));
            http.Request.Method = HttpMethods.Get;
            http.Request.Form = FormCollection.Empty;
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        await next(http);
    }

    private static async Task<string?> NameAsync(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(http.RequestAborted))["Form.Name"].ToString() : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // No form that can be read, so nothing that somebody typed.
            return null;
        }
    }
}

/// <summary>Adds the answer to stale forms.</summary>
internal static class StaleForms
{
    /// <summary>Behind the check of forms, before the pages.</summary>
    public static IApplicationBuilder UseStaleForms(this IApplicationBuilder app) => app.Use(StaleForm.ShowAnewAsync);
}
