using System.CommandLine;
using Dashboard.Core.Text;
using Dashboard.Engine.Linting;

namespace Dashboard.Cli;

/// <summary>
/// <c>lint</c>: looks at runbooks and what is pinned with them. 0 nothing is wrong, 1 something is, 2 it could not be looked at.
/// </summary>
internal static class LintCommand
{
    private const int CannotLook = 2;

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Runbooks, or folders that hold some.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var sarif = new Option<bool>("--sarif") { Description = "Prints SARIF 2.1.0, which forges show beside the lines of a change." };
        var strict = new Option<bool>("--strict")
        {
            Description = "Also fails when a tool is missing (shfmt, shellcheck) and something could not be checked.",
        };
        var commands = new Option<FileInfo?>("--commands")
        {
            Description = "Says how often the linter is right about the commands of a list: one on a line, a tab, and reads, changes or "
                + "destroys. PATH is then a runbooks folder whose lint.yaml counts.",
        };
        var command = new Command("lint", "Checks runbooks. Exit code 0: no findings, 1: findings, 2: could not check.") { paths,
            json, sarif, strict, commands };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(sarif))
                result.AddError("Write --json or --sarif, not both.");
            var given = result.GetValue(paths) ?? [];
            if (result.GetValue(commands) is null && given.Length == 0)
                result.AddError("Required argument 'PATH' missing for command: 'lint'.");
            else if (result.GetValue(commands) is not null && (given.Length > 1 || result.GetValue(sarif) || result.GetValue(strict)))
                result.AddError("Beside --commands, write --json and one runbooks folder at most.");
        });
        command.SetAction((parsed, cancellation) => parsed.GetValue(commands) is { } list
            ? CountAsync(list, (parsed.GetValue(paths) ?? []).FirstOrDefault(), parsed.GetValue(json), cancellation)
            : RunAsync(parsed.GetRequiredValue(paths), parsed.GetValue(strict), parsed.GetValue(sarif) ? SarifOutput.Tell
                : parsed.GetValue(json) ? LintOutput.TellPrograms
                : LintOutput.TellPeople, cancellation));
        return command;
    }

    private static async Task<int> CountAsync(FileInfo list, string? folder, bool json, CancellationToken cancellation)
    {
        try
        {
            var text = await File.ReadAllTextAsync(list.FullName, cancellation);
            if (await CommandMatrix.OfAsync(text, folder, cancellation) is not { } matrix)
                return await RefuseAsync("shfmt is not installed; on Debian it is the package `shfmt`.");
            var code = matrix.Commands.All(c => c.IsRight) ? 0 : 1;
            if (json)
                CommandMatrixOutput.TellPrograms(matrix, code);
            else
                CommandMatrixOutput.TellPeople(matrix);
            return code;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync(e.Message);
        }
    }

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync($"Nothing was checked:\n  {VisibleText.OneLine(message)}");
        return CannotLook;
    }

    private static async Task<int> RunAsync(string[] paths, bool strict, Action<LintReport, int> tell, CancellationToken cancellation)
    {
        try
        {
            var report = await LintTree.RunAsync(paths, cancellation);
            var code = report.Faults.Any() || (strict && report.Incomplete) ? 1 : 0;
            tell(report, code);
            return code;
        }
        catch (FileNotFoundException e)
        {
            return await RefuseAsync(e.Message);
        }
    }
}
