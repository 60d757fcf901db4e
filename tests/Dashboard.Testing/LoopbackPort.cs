using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Dashboard.Testing;

/// <summary>
/// A port on loopback for a server that cannot be told to take any: named now, taken a moment later. It lies below those that the kernel hands
/// out by itself (<c>ip_local_port_range</c>): one of these may be a caller's own by the time the server wants it.
/// </summary>
public static class LoopbackPort
{
    private const int First = 10_000;

    private static readonly int End = int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t')[0], CultureInfo.InvariantCulture);

    /// <summary>A port that nobody has at the moment.</summary>
    public static int Free()
    {
        while (true)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, Random.Shared.Next(First, End)));
                return ((IPEndPoint)probe.LocalEndPoint!).Port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody's; another one will do.
            }
        }
    }
}
