using System.CommandLine;
using Dashboard.Core.Ledger;
using Dashboard.Core.Text;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Evidence.Verification;
using Dashboard.Engine.Ports;

namespace Dashboard.Cli;

/// <summary>
/// <c>verify</c>: a bundle, or the ledger of this installation. 0 all is as it should be, 1 it is not, 2 it could not be looked at.
/// </summary>
internal static class VerifyCommand
{
    private const int CannotLook = 2;
    private const string Complaint = "Could not verify:";

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var path = new Argument<string?>("PATH")
        {
            Description = "A bundle, as a folder or a zip; the ledger in the data folder by default.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "Checkpoints kept elsewhere, to compare the ledger with; by default those in the data folder.",
        };
        var signers = new Option<string?>("--signers")
        {
            Description = "The allowed_signers file with the trusted key; by default the key in the data folder.",
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var command = new Command("verify", "Verifies a bundle, or the whole ledger with everything it names. Exit code 0: verified, 1: "
            + "problems found, 2: could not verify.") { path, checkpoint, signers, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(path) is not null && result.GetValue(checkpoint) is not null)
                result.AddError("--checkpoint goes with the ledger, not with a bundle. Leave the path out.");
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed, parsed.GetValue(path), parsed.GetValue(checkpoint),
            parsed.GetValue(signers), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string? path, string? checkpoint, string? signers, bool json,
        CancellationToken cancellation)
    {
        // Somebody who was given a bundle and a key has no installation.
        if (path is not null && signers is not null)
        {
            try
            {
                return VerifyOutput.Tell(await BundleCheck.RunAsync(path, signers, cancellation), null, json);
            }
            catch (StorageException e)
            {
                await Console.Error.WriteLineAsync($"{Complaint}\n  {VisibleText.OneLine(e.Message)}");
                return CannotLook;
            }
        }

        return await CommandLine.GuardAsync(
            parsed,
            async (app, stop) =>
            {
                var database = app.Services.GetRequiredService<IDatabase>();
                if (path is not null && !database.Exists)
                    throw new StorageException(
                        "There is no signing key on this machine to check it with. Name the file with the trusted key: --signers FILE.");
                database.RequireExisting();
                if (path is null)
                    return VerifyOutput.Tell(await app.Services.GetRequiredService<LedgerCheck>()
                        .RunAsync(checkpoint, signers, ConsoleProgress.Make(), stop), null, json);
                using var own = await app.Services.GetRequiredService<SigningKey>().SignersFileAsync(stop);
                return VerifyOutput.Tell(await BundleCheck.RunAsync(path, own.Path, stop), null, json);
            },
            Complaint, cancellation, CannotLook);
    }
}
