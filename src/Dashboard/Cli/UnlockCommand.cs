using System.CommandLine;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;

namespace Dashboard.Cli;

/// <summary><c>unlock</c>: lets an account in again, from a shell of whoever may read the data folder.</summary>
internal static class UnlockCommand
{
    private const string Complaint = "Failed:";

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var name = new Argument<string>("NAME") { Description = "The account's name." };
        var lead = new Option<bool>("--lead-lock") { Description = "Also removes a lock that a lead has set." };
        var command = new Command("unlock",
            "Lets an account that is locked after failed sign-ins sign in at once. Works while the server runs; the unlock is "
                + "recorded.") { name, lead };
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
                throw new StorageException($"Account {name} not found. The Accounts page lists all accounts.");
            case RecoveryAnswer.LockedByLead:
                throw new StorageException($"The failed sign-ins are cleared, but a lead has locked {name}. A lead can unlock it on the "
                    + $"Accounts page; if there is none left, run unlock {name} --lead-lock.");
            default:
                Console.WriteLine($"{name} can sign in at once.");
                return 0;
        }
    }
}
