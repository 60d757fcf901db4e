using System.Security.Cryptography;
using System.Text.Json;
using Dashboard.Engine.Accounts;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Auth;

/// <summary>
/// Knows a browser again that has signed in before, by a cookie that only this server can write. It signs nobody in: a browser with it is
/// merely not held up by other people's wrong guesses (OWASP, “Device cookies”).
/// </summary>
internal sealed class DeviceCookie(IDataProtectionProvider protection)
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "cutover-device";

    // Nothing that was protected is longer.
    private const int MaxLength = 1024;

    private static readonly TimeSpan Lasts = TimeSpan.FromDays(90);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Dashboard.DeviceCookie")
        .ToTimeLimitedDataProtector();

    /// <summary>
    /// The device that the request's cookie names; null when it has none, or one that this server has not written or that is too old.
    /// </summary>
    public KnownDevice? Read(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { Length: > 0 and < MaxLength } cookie)
            return null;
        try
        {
            return JsonSerializer.Deserialize<KnownDevice>(_protector.Unprotect(cookie));
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>
    /// Remembers the browser for this account. A known browser of the account stays the same one: it gets no new tries by signing in.
    /// </summary>
    public void Write(HttpContext http, string accountId)
    {
        var device = Read(http) is { } known && known.AccountId == accountId
            ? known
            : new(accountId, RandomNumberGenerator.GetHexString(32));
        http.Response.Cookies.Append(Name, _protector.Protect(JsonSerializer.Serialize(device), Lasts), new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            MaxAge = Lasts,
            Path = http.Request.PathBase.Add("/sign-in"),
            IsEssential = true,
        });
    }
}
