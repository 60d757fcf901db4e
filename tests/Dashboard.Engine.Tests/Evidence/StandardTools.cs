using System.Diagnostics;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>What an auditor has: the commands that a bundle's README names, as they stand there.</summary>
internal sealed class StandardTools
{
    private readonly string _script;

    /// <param name="bundle">A bundle, for its README.</param>
    /// <param name="signers">The file with the key that may sign.</param>
    public StandardTools(string bundle, string signers)
    {
        // The commands stand indented, in the order in which they are to be run.
        var commands = File.ReadAllLines(Path.Combine(bundle, "README.md")).Where(l => l.StartsWith("    ", StringComparison.Ordinal))
            .Select(l => l.Trim().Replace("-f ../allowed_signers", $"-f {signers}", StringComparison.Ordinal)).ToArray();
        commands.Select(c => c.Split(' ')[0]).ShouldBe(["cutover-dashboard", "ssh-keygen", "sha256sum", "diff", "find"]);
        _script = $"""
            cd "$1" || exit 9
            [ "$2" = 1 ] || {commands[1]} || exit 1
            [ "$2" = 2 ] || {commands[2]} || exit 2
            [ "$2" = 3 ] || [ -z "$({commands[3]})" ] || exit 3
            [ "$2" = 4 ] || [ -z "$({commands[4]})" ] || exit 4
            """;
    }

    /// <summary>Runs them.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="without">Which of them is left out, from 1; 0 for none.</param>
    /// <returns>0 when all is well, else which of them said no.</returns>
    public async Task<int> VerifyAsync(string bundle, int without = 0)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", _script, "bash", bundle, $"{without}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, errors);
        return process.ExitCode;
    }
}
