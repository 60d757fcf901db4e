using System.Diagnostics;

namespace Dashboard.Testing;

/// <summary>What a program left behind.</summary>
public sealed record ProgramEnd(int ExitCode, string Stdout, string Stderr)
{
    public string[] Lines => Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The repository that the tests were built from, and a way to run its programs.</summary>
public static class Repository
{
    public static string Root => RepositoryRoot.Path;

    /// <summary>The product, built in the same configuration as these tests.</summary>
    public static string DashboardDll { get; } = RepositoryRoot.Of(
        "src", "Dashboard", "bin", AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug",
        "net10.0", "Dashboard.dll");

    public static string Runbooks => RepositoryRoot.Runbooks;

    /// <summary>Runs a program to its end, with nothing of the test's environment but PATH and what is given.</summary>
    public static async Task<ProgramEnd> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Root,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var stdout = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var stderr = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await stdout, await stderr);
    }

    /// <summary>Runs a program that must succeed, and returns what it printed.</summary>
    public static async Task<string> MustRunAsync(string program, params string[] arguments)
    {
        var end = await RunAsync(program, arguments);
        end.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {end.Stderr}");
        return end.Stdout.Trim();
    }
}
