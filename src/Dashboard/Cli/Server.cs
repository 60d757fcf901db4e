using Dashboard.Core.Ledger;
using Dashboard.Engine;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Ports;
using Dashboard.Web;
using Microsoft.Extensions.Options;

namespace Dashboard.Cli;

/// <summary>Starts the server and says where it is.</summary>
internal static class Server
{
    /// <summary>Serves until it is told to stop.</summary>
    public static async Task RunAsync(WebApplication app, CancellationToken cancellation)
    {
        await app.Services.GetRequiredService<IDatabase>().InitialiseAsync(cancellation);
        var token = await app.Services.GetRequiredService<IAccounts>().InviteFirstAsync(cancellation);
        await app.StartAsync(cancellation);

        var complaint = await MakeKeyAsync(app, cancellation);
        var options = app.Services.GetRequiredService<IOptions<EngineOptions>>().Value;
        var address = Reachable(app.Urls.First()).TrimEnd('/') + PathBase.Read(options.PathBase);
        Console.WriteLine($"""

              Cutover dashboard   {address}
              Runbooks            {options.Runbooks}
              Data                {options.Data}
            """);
        if (token is not null)
            PrintSignUp(address, token);
        else
            Console.WriteLine();
        if (complaint is not null)
            Console.WriteLine($"  Evidence cannot be signed yet: {complaint}\n");
        Console.WriteLine("  Ctrl+C stops it.");
        await app.WaitForShutdownAsync(cancellation);
    }

    // Made at the first start, so that its public half can be handed out before there is anything to prove.
    private static async Task<string?> MakeKeyAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.Services.GetRequiredService<SigningKey>().AllowedSignerAsync(cancellation);
            return null;
        }
        catch (StorageException e)
        {
            return e.Message;
        }
    }

    /// <summary>Prints the link for the first account.</summary>
    public static void PrintSignUp(string address, string token) => Console.WriteLine($"""

          Nobody has an account yet. Open this link to create the first one (operator and lead).
          It works once and expires in 15 minutes; `signup-link` creates a new one.

            {Reachable(address).TrimEnd('/')}/sign-up?token={token}

        """);

    // What it listens on is not always what a browser can open.
    private static string Reachable(string address) =>
        address.Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);
}
