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
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var sarif = new Option<bool>("--sarif") { Description = "Prints SARIF 2.1.0, which forges show beside the lines of a change." };
        var strict = new Option<bool>("--strict")
        {
            Description = "Also fails when a tool is missing (shfmt, shellcheck) and something could not be checked.",
        };
        var command = new Command("lint", "Checks runbooks. Exit code 0: no findings, 1: findings, 2: could not check.") { paths,
            json, sarif, strict };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(sarif))
                result.AddError("Write --json or --sarif, not both.");
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(paths), parsed.GetValue(strict), parsed.GetValue(sarif) ? SarifOutput.Tell
                : parsed.GetValue(json) ? LintOutput.TellPrograms
                : LintOutput.TellPeople, cancellation));
        return command;
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
            await Console.Error.WriteLineAsync($"Nothing was checked:\n  {VisibleText.OneLine(e.Message)}");
            return CannotLook;
        }
    }
}
