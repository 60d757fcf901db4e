using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Execution.Tests.Scripts;

/// <summary>
/// Speaks as much of PostgreSQL's protocol (version 3) as psql needs: it lets everybody in, answers each query with nothing, and the query
/// <c>FAIL</c> with an error.
/// </summary>
internal sealed class DatabaseDouble : IAsyncDisposable
{
    private const int SslRequest = 80877103, GssRequest = 80877104;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _queries = new();
    private readonly ConcurrentQueue<string> _startup = new();
    private readonly Task _serving;

    public DatabaseDouble()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Port => ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The queries that came.</summary>
    public string[] Queries => [.. _queries];

    /// <summary>What clients said of themselves, as <c>name=value</c>.</summary>
    public string[] Startup => [.. _startup];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await TalkAsync(client.GetStream());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (IOException)
            {
                // The client has gone.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        var hello = await ReadAsync(stream);
        while (BinaryPrimitives.ReadInt32BigEndian(hello) is SslRequest or GssRequest)
        {
            await stream.WriteAsync("N"u8.ToArray());
            hello = await ReadAsync(stream);
        }

        var words = Encoding.UTF8.GetString(hello.AsSpan(4)).Split('\0');
        for (var i = 0; i + 1 < words.Length && words[i].Length > 0; i += 2)
            _startup.Enqueue($"{words[i]}={words[i + 1]}");
        await WriteAsync(stream, 'R', new byte[4]);
        await WriteAsync(stream, 'S', "server_version\015.0\0"u8.ToArray());
        await WriteAsync(stream, 'S', "client_encoding\0UTF8\0"u8.ToArray());
        await WriteAsync(stream, 'S', "standard_conforming_strings\0on\0"u8.ToArray());
        await WriteAsync(stream, 'Z', "I"u8.ToArray());
        var kind = new byte[1];
        while (await stream.ReadAsync(kind) == 1 && kind[0] == 'Q')
        {
            var query = Encoding.UTF8.GetString(await ReadAsync(stream)).TrimEnd('\0');
            _queries.Enqueue(query);
            if (query.StartsWith("FAIL", StringComparison.Ordinal))
                await WriteAsync(stream, 'E', "SERROR\0VERROR\0C42601\0Mit fails\0\0"u8.ToArray());
            else
                await WriteAsync(stream, 'C', "SELECT 0\0"u8.ToArray());
            await WriteAsync(stream, 'Z', "I"u8.ToArray());
        }
    }

    // A message's length counts itself.
    private static async Task<byte[]> ReadAsync(NetworkStream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4];
        await stream.ReadExactlyAsync(body);
        return body;
    }

    private static async Task WriteAsync(NetworkStream stream, char kind, byte[] body)
    {
        var message = new byte[5 + body.Length];
        message[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        body.CopyTo(message, 5);
        await stream.WriteAsync(message);
    }
}
