using System.Net;

namespace Dashboard.Web;

/// <summary>
/// Where a request comes from: the connection's address, or what a known proxy says. Nothing else that the request claims.
/// </summary>
internal static class ClientAddress
{
    /// <summary>The address; null when the connection has none, as one through a Unix socket.</summary>
    public static IPAddress? Of(HttpContext http) => http.Connection.RemoteIpAddress is { } address
        ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
        : null;

    /// <summary>The address for the record.</summary>
    public static string TextOf(HttpContext http) => Of(http)?.ToString() ?? "unknown";
}
