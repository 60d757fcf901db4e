using System.CommandLine;
using Dashboard.Configuration;
using Dashboard.Core.Ledger;
using Dashboard.Engine;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;
using Dashboard.Web;
using Microsoft.Extensions.Options;

namespace Dashboard.Cli;

/// <summary>What can be said to the program when it is started.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The folder that keeps the data (Dashboard:Data).",
        Recursive = true,
    };
    private static readonly Option<string?> Runbooks = new("--runbooks")
    {
        Description = "The folder with the runbooks (Dashboard:Runbooks).",
        Recursive = true,
    };
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"The addresses to listen on; {SettingDefaults.Address} when nothing is set.",
        Recursive = true,
    };

    /// <summary>Does what the arguments ask for.</summary>
    /// <returns>The exit code: 0 done, 1 an error that was told, 2 arguments that mean nothing. <c>verify</c> has its own.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var serve = new Command("serve", "Starts the dashboard; the same as no command at all.");
        serve.SetAction((parsed, cancellation) => GuardAsync(parsed, ServeAsync, "The dashboard cannot start:", cancellation));
        var link = new Command("signup-link",
            "Creates a new one-time link for the first account. Works while the server runs; earlier links expire.");
        link.SetAction((parsed, cancellation) => GuardAsync(parsed, SignUpLinkAsync, "The dashboard cannot start:", cancellation));
        var root = new RootCommand("Runs cutover runbooks: executes their steps, guards their gates, keeps their evidence.") { Data,
            Runbooks, Urls, serve, link };
        root.SetAction((parsed, cancellation) => GuardAsync(parsed, ServeAsync, "The dashboard cannot start:", cancellation));
        root.Add(LintCommand.Make());
        root.Add(AdoptCommand.Make());
        root.Add(UnlockCommand.Make());
        foreach (var command in EvidenceCommands.All())
            root.Add(command);

        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? 2 : code;
    }

    /// <summary>Does something with the program's services, and tells what goes wrong in words.</summary>
    /// <param name="parsed">What was asked for.</param>
    /// <param name="action">What to do; returns the exit code.</param>
    /// <param name="complaint">What stands above what went wrong.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="failed">The exit code when something went wrong.</param>
    public static async Task<int> GuardAsync(
        ParseResult parsed, Func<WebApplication, CancellationToken, Task<int>> action, string complaint,
        CancellationToken cancellation, int failed = 1)
    {
        try
        {
            await using var app = DashboardApp.Build(Arguments(parsed));
            return await action(app, cancellation);
        }
        catch (OptionsValidationException e)
        {
            return Complain(complaint, e.Failures, failed);
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            return Complain(complaint, [e.Message], failed);
        }
    }

    private static int Complain(string complaint, IEnumerable<string> problems, int code)
    {
        Console.Error.WriteLine(complaint);
        foreach (var problem in problems)
            Console.Error.WriteLine($"  {problem}");
        return code;
    }

    private static string[] Arguments(ParseResult parsed) =>
    [
        .. Argument(nameof(EngineOptions.Data), parsed.GetValue(Data)),
        .. Argument(nameof(EngineOptions.Runbooks), parsed.GetValue(Runbooks)),
        .. parsed.GetValue(Urls) is { } urls ? [$"--urls={urls}"] : Array.Empty<string>(),
    ];

    private static string[] Argument(string name, string? value) => value is null ? [] : [$"--{Settings.Section}:{name}={value}"];

    private static async Task<int> ServeAsync(WebApplication app, CancellationToken cancellation)
    {
        await Server.RunAsync(app, cancellation);
        return 0;
    }

    private static async Task<int> SignUpLinkAsync(WebApplication app, CancellationToken cancellation)
    {
        app.Services.GetRequiredService<IDatabase>().RequireExisting();
        if (await app.Services.GetRequiredService<IAccounts>().InviteFirstAsync(cancellation) is not { } token)
            throw new StorageException("There is already an account. Ask a lead for an invitation (Accounts and invitations in the menu).");
        var address = (app.Configuration["urls"] ?? SettingDefaults.Address).Split(';')[0];
        var options = app.Services.GetRequiredService<IOptions<EngineOptions>>().Value;
        Server.PrintSignUp(address.TrimEnd('/') + PathBase.Read(options.PathBase), token);
        return 0;
    }
}
