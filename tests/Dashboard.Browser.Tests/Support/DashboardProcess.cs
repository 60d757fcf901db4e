using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Testing;

namespace Dashboard.Browser.Tests.Support;

/// <summary>The product as a user starts it: its own process, a data folder of its own, a port of its own on loopback.</summary>
internal sealed partial class DashboardProcess : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private Process? _process;

    public DashboardProcess(string? runbooks = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        Data = Directory.CreateTempSubdirectory("dashboard-data-").FullName;
        Runbooks = runbooks ?? Path.Combine(Repository.Root, "runbooks");
        Settings = settings ?? new Dictionary<string, string>();
        Address = $"http://{LoopbackAddress.Own()}:0";
    }

    /// <summary>The data folder; it outlives a restart.</summary>
    public string Data { get; }

    public string Runbooks { get; }

    /// <summary>
    /// Where browsers find it, known once it has started; a restart takes the same port again, so that pages that are open find it.
    /// </summary>
    public string Address { get; private set; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The one-time link for the first account, as the console prints it.</summary>
    public string? SignUpLink { get; private set; }

    /// <summary>Everything the server has printed.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Repository.DashboardDll);
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(Address);
        start.Environment["Dashboard__Data"] = Data;
        start.Environment["Dashboard__Runbooks"] = Runbooks;
        foreach (var (name, value) in Settings)
            start.Environment[name] = value;
        _process = Process.Start(start.CompiledOnce())!;
        _ = PumpAsync(_process.StandardOutput);
        _ = PumpAsync(_process.StandardError);
        await WaitUntilHealthyAsync(_process);
        // The first start prints the link, and what it prints may arrive after its answer does.
        for (var tries = 0; SignUpLink is null && tries < 100; tries++)
        {
            SignUpLink = SignUp().Match(Log) is { Success: true } match ? match.Value : null;
            if (SignUpLink is null)
                await Task.Delay(100);
        }
    }

    /// <summary>Ends the server as a power cut would: SIGKILL, no farewell.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the server to stop (SIGTERM) and waits until it has.</summary>
    public async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
            return;
        using var kill = Process.Start("bash", ["-c", $"kill -TERM {process.Id}"]);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private async Task WaitUntilHealthyAsync(Process process)
    {
        using var http = new HttpClient();
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(60) && !process.HasExited)
        {
            if (Printed().Match(Log) is { Success: true } printed)
            {
                Address = printed.Groups["address"].Value;
                try
                {
                    if ((await http.GetAsync(new Uri(Address + "/health"))).IsSuccessStatusCode)
                        return;
                }
                catch (HttpRequestException)
                {
                    // What it printed was printed before a restart.
                }
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"The dashboard did not start:\n{Log}");
    }

    private async Task PumpAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_log)
                _log.AppendLine(line);
        }
    }

    [GeneratedRegex(@"Cutover dashboard +(?<address>http://[0-9.]+:[0-9]+)")]
    private static partial Regex Printed();

    [GeneratedRegex(@"http://\S+/sign-up\?token=\S+")]
    private static partial Regex SignUp();
}
