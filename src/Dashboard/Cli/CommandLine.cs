using System.CommandLine;
using Dashboard.Configuration;
using Dashboard.Engine;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Cli;

/// <summary>What can be said to the program when it is started.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Data = new("--data") { Description = "The folder that keeps the data (Dashboard:Data).", Recursive = true };
    private static readonly Option<string?> Runbooks = new("--runbooks") { Description = "The folder with the runbooks (Dashboard:Runbooks).", Recursive = true };
    private static readonly Option<string?> Urls = new("--urls") { Description = $"The addresses to listen on; {SettingDefaults.Address} when nothing is set.", Recursive = true };

    /// <summary>Does what the arguments ask for.</summary>
    /// <returns>The exit code: 0 done, 1 an error that was told, 2 arguments that mean nothing.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var link = new Command("signup-link", "Makes a new one-time link for the first account, also beside a running server. An earlier link ends.");
        link.SetAction((parsed, cancellation) => GuardAsync(parsed, SignUpLinkAsync, cancellation));
        var serve = new Command("serve", "Starts the dashboard; the same as no command at all.");
        serve.SetAction((parsed, cancellation) => GuardAsync(parsed, Server.RunAsync, cancellation));
        var root = new RootCommand("Walks cutover runbooks: runs their steps, guards their gates, keeps their evidence.") { Data, Runbooks, Urls, serve, link };
        root.SetAction((parsed, cancellation) => GuardAsync(parsed, Server.RunAsync, cancellation));

        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? 2 : code;
    }

    private static async Task<int> GuardAsync(ParseResult parsed, Func<WebApplication, CancellationToken, Task> action, CancellationToken cancellation)
    {
        try
        {
            await using var app = DashboardApp.Build(Arguments(parsed));
            await action(app, cancellation);
            return 0;
        }
        catch (OptionsValidationException e)
        {
            return Complain(e.Failures);
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            return Complain([e.Message]);
        }
    }

    private static int Complain(IEnumerable<string> problems)
    {
        Console.Error.WriteLine("The dashboard cannot start:");
        foreach (var problem in problems)
            Console.Error.WriteLine($"  {problem}");
        return 1;
    }

    private static string[] Arguments(ParseResult parsed) =>
    [
        .. Argument(nameof(EngineOptions.Data), parsed.GetValue(Data)),
        .. Argument(nameof(EngineOptions.Runbooks), parsed.GetValue(Runbooks)),
        .. parsed.GetValue(Urls) is { } urls ? [$"--urls={urls}"] : Array.Empty<string>(),
    ];

    private static string[] Argument(string name, string? value) => value is null ? [] : [$"--{Settings.Section}:{name}={value}"];

    private static async Task SignUpLinkAsync(WebApplication app, CancellationToken cancellation)
    {
        app.Services.GetRequiredService<EvidenceDatabase>().RequireExisting();
        if (await app.Services.GetRequiredService<IPeople>().InviteFirstAsync(cancellation) is not { } token)
            throw new StorageException("There is an account already. Ask a lead for an invitation: menu, Accounts, Invite.");
        var address = (app.Configuration["urls"] ?? SettingDefaults.Address).Split(';')[0];
        Server.PrintSignUp(address, token);
    }
}
