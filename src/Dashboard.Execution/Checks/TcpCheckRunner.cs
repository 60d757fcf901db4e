using System.Net.Sockets;
using Dashboard.Core.Runbooks.Checks;

namespace Dashboard.Execution.Checks;

/// <summary>Looks from this host whether a TCP port accepts a connection. Sends nothing.</summary>
internal sealed class TcpCheckRunner(TimeProvider time) : CheckRunner<TcpCheck>("tcp")
{
    /// <inheritdoc/>
    protected override bool LooksAtHost => false;

    /// <inheritdoc/>
    protected override async Task<string?> LookAsync(TcpCheck check, StepExecution execution, CheckReport report, CancellationToken stop)
    {
        using var late = check.Latency is { } limit ? new CancellationTokenSource(limit, time) : new();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        var begun = time.GetTimestamp();
        var expected = check.Open ? "open" : "closed";
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(check.Host, check.Port, either.Token);
            report.Add("port", check.Open, expected, "open");
            if (check is { Open: true, Latency: { } most } && time.GetElapsedTime(begun) is var taken)
                report.Add("latency", taken <= most, $"at most {CheckReport.Words(most)}", CheckReport.Words(taken));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            report.Add("port", !check.Open, expected,
                check.Open ? $"no answer within {CheckReport.Words(check.Latency ?? default)}" : "closed");
        }
        catch (SocketException e)
            when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.TimedOut
                or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown)
        {
            report.Add("port", !check.Open, expected, check.Open ? $"closed: {e.Message}" : "closed");
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // An unknown host is no closed port: the name may be misspelt.
            report.Fail("port", expected, $"no answer: {e.Message}");
        }

        return null;
    }
}
