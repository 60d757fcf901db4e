using System.Diagnostics;

namespace Dashboard.Testing;

/// <summary>Another process that holds the database's write lock until it is told to let go.</summary>
internal sealed class HeldDatabase : IDisposable
{
    private readonly Process _process;

    private HeldDatabase(Process process) => _process = process;

    /// <summary>Takes the lock.</summary>
    public static async Task<HeldDatabase> HoldAsync(string file)
    {
        var process = Process.Start(new ProcessStartInfo("sqlite3", ["-batch", file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteLineAsync(".timeout 60000\nBEGIN IMMEDIATE;\nSELECT 'held';");
        await process.StandardInput.FlushAsync();
        (await process.StandardOutput.ReadLineAsync()).ShouldBe("held");
        return new(process);
    }

    /// <summary>Gives it back.</summary>
    public async Task LetGoAsync()
    {
        await _process.StandardInput.WriteLineAsync("COMMIT;");
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
