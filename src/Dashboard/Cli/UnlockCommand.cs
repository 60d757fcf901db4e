using System.CommandLine;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;

namespace Dashboard.Cli;

/// <summary><c>unlock</c>: lets an account in again, from a shell of whoever may read the data folder.</summary>
internal static class UnlockCommand
{
    private const string Complaint = "It could not be done:";

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var name = new Argument<string>("NAME") { Description = "The account's name." };
        var lead = new Option<bool>("--lead-lock") { Description = "Takes off a lock that a lead has set, too." };
        var command = new Command("unlock", "Lets an account sign in at once that waits after wrong passwords, also beside a running server. The record of accounts says so.") { name, lead };
        command.SetAction((parsed, cancellation) => CommandLine.GuardAsync(
            parsed, (app, stop) => RunAsync(app, parsed.GetRequiredValue(name), parsed.GetValue(lead), stop), Complaint, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(WebApplication app, string name, bool leadLock, CancellationToken cancellation)
    {
        app.Services.GetRequiredService<IDatabase>().RequireExisting();
        var by = $"the command line ({Environment.UserName})";
        switch (await app.Services.GetRequiredService<AccountRecovery>().UnlockAsync(name, leadLock, by, cancellation))
        {
            case RecoveryAnswer.NoSuchAccount:
                throw new StorageException($"There is no account {name}. The page Accounts lists them.");
            case RecoveryAnswer.LockedByLead:
                throw new StorageException($"The wrong tries are forgiven, but a lead has locked {name}. A lead unlocks it on the page Accounts; where there is none left, write unlock {name} --lead-lock.");
            default:
                Console.WriteLine($"{name} can sign in at once.");
                return 0;
        }
    }
}
