namespace Dashboard.Components.Shared;

/// <summary>What theme.js tells of the browser in front of a person.</summary>
/// <param name="Dark">Whether it shows dark pages now.</param>
/// <param name="Zone">Its IANA time zone.</param>
public sealed record Viewer(bool Dark, string Zone)
{
    /// <summary>A browser that has told nothing yet.</summary>
    public static Viewer Unknown { get; } = new(false, "Etc/UTC");

    /// <summary>The time zone.</summary>
    public TimeZoneInfo TimeZone => TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Reads the cookies that theme.js sets.</summary>
    public static Viewer Of(IRequestCookieCollection cookies) =>
        new(cookies["theme"] == "dark", cookies["zone"] is { Length: > 0 and < 64 } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : Unknown.Zone);
}
