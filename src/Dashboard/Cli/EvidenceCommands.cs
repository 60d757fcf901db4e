using System.CommandLine;
using System.Globalization;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;

namespace Dashboard.Cli;

/// <summary>
/// Evidence on its way out of the product, and copies of it. All of them but <c>restore</c> work beside a running server.
/// </summary>
internal static class EvidenceCommands
{
    private const string Complaint = "Failed:";

    /// <summary>The commands.</summary>
    public static IEnumerable<Command> All() => [Export(), VerifyCommand.Make(), BackUp(), Restore(), Key()];

    private static Command Export()
    {
        var run = new Argument<string>("RUN") { Description = "The run's number, or its id." };
        var to = new Option<string?>("--to")
        {
            Description = "The folder to write, or the zip when it ends in .zip; run-NUMBER-evidence by default.",
        };
        var command = new Command("export", "Writes a run's evidence as a bundle: files that ssh-keygen and sha256sum verify.") { run, to };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(
            parsed, (app, stop) => ExportAsync(app, parsed.GetRequiredValue(run), parsed.GetValue(to), stop), Complaint, cancellation));
        return command;
    }

    private static Command BackUp()
    {
        var file = new Argument<string>("FILE") { Description = "The file to write; must not exist yet." };
        var command = new Command("backup", "Copies the whole database to a file and verifies it.") { file };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(
            parsed,
            async (app, stop) =>
            {
                var report = await app.Services.GetRequiredService<IBackup>()
                    .CreateAsync(parsed.GetRequiredValue(file), ConsoleProgress.Make(), stop);
                return VerifyOutput.Tell(report, report.IsGood ? $"backed up to {report.Subject}" : "nothing was backed up");
            },
            Complaint, cancellation));
        return command;
    }

    private static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "A file that backup wrote." };
        var command = new Command("restore",
            "Verifies a backup and restores it. The server must be stopped; the existing database is kept beside it.") { file };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(
            parsed,
            async (app, stop) =>
            {
                var (report, kept) = await app.Services.GetRequiredService<IBackup>()
                    .RestoreAsync(parsed.GetRequiredValue(file), ConsoleProgress.Make(), stop);
                return VerifyOutput.Tell(report,
                    !report.IsGood ? "nothing was restored" : kept is null ? "restored" : $"restored; the previous database is now {kept}");
            },
            Complaint, cancellation));
        return command;
    }

    private static Command Key()
    {
        var command = new Command("signing-key",
            "Prints the public key that bundles and checkpoints are signed with, as a line of an allowed_signers file.");
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(
            parsed,
            async (app, stop) =>
            {
                app.Services.GetRequiredService<IDatabase>().RequireExisting();
                Console.WriteLine(await app.Services.GetRequiredService<SigningKey>().AllowedSignerAsync(stop));
                return 0;
            },
            Complaint, cancellation));
        return command;
    }

    private static async Task<int> ExportAsync(WebApplication app, string which, string? to, CancellationToken cancellation)
    {
        app.Services.GetRequiredService<IDatabase>().RequireExisting();
        var id = long.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (await app.Services.GetRequiredService<IRunQueries>().FindRunAsync(number, cancellation))?.RunId
            : which;
        if (id is null || await app.Services.GetRequiredService<IRunReader>().FindAsync(id, cancellation) is not { } run)
            throw new StorageException($"Run {which} not found. The Runs page lists all runs.");
        to ??= string.Create(CultureInfo.InvariantCulture, $"run-{run.Number}-evidence");
        await BundleFiles.WriteAsync(app.Services.GetRequiredService<BundleWriter>(), run, to, cancellation);
        Console.WriteLine($"{Path.GetFullPath(to)}\nIts README.md says how to verify it.");
        return 0;
    }
}
