using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Engine.Evidence.Checkpoints;

/// <summary>
/// Sends each checkpoint to syslog (RFC 5424 over UDP, RFC 5426, or a local datagram socket), facility <c>log audit</c>, severity
/// <c>notice</c>.
/// </summary>
internal sealed class SyslogSink(Uri address, TimeProvider time) : ICheckpointSink
{
    private const int Priority = (13 * 8) + 5;

    public string Name => "syslog";

    public async Task SendAsync(string line, CancellationToken cancellation)
    {
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"<{Priority}>1 {time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'} {Environment.MachineName} cutover-dashboard - "
                + $"checkpoint - {line}");
        try
        {
            using var socket = address.Scheme == "unix"
                ? new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
                : new Socket(SocketType.Dgram, ProtocolType.Udp);
            if (address.Scheme == "unix")
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.AbsolutePath), cancellation);
            else
                await socket.ConnectAsync(address.Host, address.Port, cancellation);
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), cancellation);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
