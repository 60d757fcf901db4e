using System.CommandLine;
using System.Text;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Text;
using Dashboard.Engine.Linting;
using Dashboard.Linting.Adopt;

namespace Dashboard.Cli;

/// <summary>
/// <c>adopt</c>: makes a first runbook of a Markdown procedure. The draft goes to standard output or into a new file, what it is unsure of
/// to standard error. 0 a draft that can be run, 1 one with errors left or none at all, 2 it could not be looked at or written.
/// </summary>
internal static class AdoptCommand
{
    private const int HasErrors = 1, CannotLook = 2;

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "A procedure in Markdown. It is only read." };
        var output = new Option<string?>("--output", "-o") { Description = "Writes the draft into this new file, instead of printing it." };
        var command = new Command("adopt", "Makes a first runbook of a Markdown procedure, and says what it is unsure of. Runs nothing. "
            + "Exit code 0: a draft without errors, 1: a draft with errors, or none, 2: could not read or write.") { file, output };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(output), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, string? output, CancellationToken cancellation)
    {
        try
        {
            if (output is not null && Path.Exists(output))
                return await ComplainAsync($"{output} exists already. Name a new file.");
            var adoption = await AdoptedFile.ReadAsync(file, cancellation);
            Tell(file, adoption);
            if (!adoption.IsChanged)
                return HasErrors;
            if (output is null)
                await Console.Out.WriteAsync(adoption.Text);
            else
                await WriteAsync(output, adoption.Text, cancellation);
            return adoption.Findings.Any(f => f.Severity == DiagnosticSeverity.Error) ? HasErrors : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await ComplainAsync(e.Message);
        }
    }

    // It never writes over a file, not even over one that was made a moment ago.
    private static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
    }

    private static void Tell(string file, Adoption adoption)
    {
        var name = VisibleText.OneLine(file);
        foreach (var doubt in adoption.Doubts)
        {
            var at = doubt.DraftLine == doubt.Line ? "" : $" (draft line {doubt.DraftLine})";
            Tell($"{name}:{doubt.Line}:{at}", doubt.Message, doubt.Remedy);
        }

        foreach (var found in adoption.Findings)
        {
            var severity = found.Severity == DiagnosticSeverity.Error ? "error" : "warning";
            Tell($"draft:{found.Line}:{found.Column}: {severity} {found.Code}:", found.Message, found.Remedy);
        }

        Console.Error.WriteLine(AdoptionSummary.Of(adoption));
    }

    private static void Tell(string where, string message, string remedy) =>
        Console.Error.WriteLine($"{where} {VisibleText.OneLine(message)}\n    {VisibleText.OneLine(remedy)}");

    private static async Task<int> ComplainAsync(string problem)
    {
        await Console.Error.WriteLineAsync($"Nothing was adopted:\n  {VisibleText.OneLine(problem)}");
        return CannotLook;
    }
}
