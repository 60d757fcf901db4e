using System.Net;
using System.Net.Sockets;

namespace Dashboard.Engine.Accounts;

/// <summary>
/// Which addresses are one sender: an IPv4 address alone, and the 64 bits of an IPv6 address that one connection is given (RFC 6177).
/// </summary>
public static class AddressPrefix
{
    private const int Network = 8;

    /// <summary>The sender behind an address; what is no address stands for itself.</summary>
    public static string Of(string? address) => IPAddress.TryParse(address, out var ip) ? Of(ip) : address ?? "unknown";

    /// <summary>The sender behind an address.</summary>
    public static string Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(Network).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
