using Dashboard.Web;

namespace Dashboard.Shared;

/// <summary>The browser in front of a person: what theme.js tells of it, and where it is.</summary>
/// <param name="Dark">Whether it shows dark pages now.</param>
/// <param name="Zone">Its IANA time zone.</param>
/// <param name="From">The address it calls from; null when that is not known.</param>
public sealed record Viewer(bool Dark, string Zone, string? From = null)
{
    /// <summary>A browser that has told nothing yet.</summary>
    public static Viewer Unknown { get; } = new(false, "Etc/UTC");

    /// <summary>The time zone.</summary>
    public TimeZoneInfo TimeZone => TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Reads the cookies that theme.js sets.</summary>
    public static Viewer Of(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var cookies = http.Request.Cookies;
        return new(
            cookies["theme"] == "dark",
            cookies["zone"] is { Length: > 0 and < 64 } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : Unknown.Zone,
            ClientAddress.Of(http)?.ToString());
    }
}
