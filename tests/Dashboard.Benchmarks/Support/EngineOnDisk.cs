using System.Collections.Immutable;
using Dashboard.Core.Runs;
using Dashboard.Engine;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Live;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Benchmarks.Support;

/// <summary>The whole engine, as the host composes it, on a folder: real SQLite, real processes, one account.</summary>
internal sealed class EngineOnDisk : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _runbooks;

    private EngineOnDisk(ServiceProvider services, string runbooks) => (_services, _runbooks) = (services, runbooks);

    /// <summary>The runs.</summary>
    public IRunService Runs => _services.GetRequiredService<IRunService>();

    /// <summary>The ledger.</summary>
    public ILedgerStore Store => _services.GetRequiredService<ILedgerStore>();

    /// <summary>The account that does everything.</summary>
    public Caller Caller { get; private set; } = null!;

    /// <summary>Starts an engine.</summary>
    public static async Task<EngineOnDisk> StartAsync(string folder, Action<EngineOptions>? configure = null)
    {
        var runbooks = Directory.CreateDirectory(Path.Combine(folder, "runbooks")).FullName;
        var engine = new EngineOnDisk(EngineBuilder.Services(folder, configure).BuildServiceProvider(), runbooks);
        await EngineBuilder.StartAsync(engine._services);
        await engine.SignUpAsync();
        return engine;
    }

    /// <summary>Opens a run of a runbook.</summary>
    public async Task<string> OpenAsync(string markdown, params (string Name, string Value)[] inputs)
    {
        await File.WriteAllTextAsync(Path.Combine(_runbooks, "book.md"), markdown);
        var target = _services.GetRequiredService<IOptions<EngineOptions>>().Value.LocalTarget;
        return Done(await Runs.OpenAsync(Caller, new("book", target, RunMode.Rehearsal, null,
            inputs.ToImmutableSortedDictionary(i => i.Name, i => i.Value, StringComparer.Ordinal))));
    }

    /// <summary>Carries out a command.</summary>
    /// <returns>The id of what was made.</returns>
    public async Task<string> DoAsync(string runId, RunCommand command) => Done(await Runs.ExecuteAsync(Caller, runId, command));

    /// <summary>Runs a step from the command to its durable end, as a viewer sees it: woken by the feed, reading the state.</summary>
    public async Task<Attempt> RunAsync(string runId, string stepId)
    {
        using var changed = new SemaphoreSlim(0);
        using var watch = _services.GetRequiredService<RunChangeNotifier>().Subscribe(runId, () => changed.Release());
        var id = await DoAsync(runId, new RunCommand.StartStep(stepId));
        while (true)
        {
            var attempt = (await Runs.FindAsync(runId))!.State.Attempts.Single(a => a.Id == id);
            if (!attempt.IsRunning)
                return attempt.Outcome == Outcome.Passed
                    ? attempt
                    : throw new InvalidOperationException($"The step did not pass: {attempt.Finished?.Reason}");
            await changed.WaitAsync();
        }
    }

    /// <summary>Waits until each attempt that ended is searchable: the background's writing is not measured with what follows.</summary>
    public async Task IndexedAsync()
    {
        var index = _services.GetRequiredService<IOutputIndex>();
        while (!(await index.WaitingAsync(1)).IsEmpty)
            await Task.Delay(50);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse())
            await hosted.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private async Task SignUpAsync()
    {
        var accounts = _services.GetRequiredService<IAccounts>();
        var (id, errors) = await accounts.RegisterAsync((await accounts.InviteFirstAsync())!, "ada", "correct horse battery staple");
        await using var scope = _services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByIdAsync(id ?? throw new InvalidOperationException(string.Join(" ", errors)));
        Caller = new(id, await users.GetSecurityStampAsync(account!));
    }

    private static string Done(CommandResult result) =>
        result.Done ? result.Id! : throw new InvalidOperationException(string.Join(" ", result.Reasons.Select(r => r.Message)));
}
