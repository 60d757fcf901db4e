using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Live;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Testing;

/// <summary>The whole engine, as the host composes it, on a folder of its own: real SQLite, real processes, real accounts.</summary>
internal sealed class EngineHarness : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";

    private ServiceProvider _services = null!;

    private EngineHarness(string folder, Action<EngineOptions>? configure) => (Folder, Configure) = (folder, configure);

    public string Folder { get; }

    public Action<EngineOptions>? Configure { get; }

    public string Runbooks => Path.Combine(Folder, "runbooks");

    public IRunService Runs => _services.GetRequiredService<IRunService>();

    public IAccounts Accounts => _services.GetRequiredService<IAccounts>();

    public ILedgerStore Store => _services.GetRequiredService<ILedgerStore>();

    public RunChangeNotifier Feed => _services.GetRequiredService<RunChangeNotifier>();

    public IServiceProvider Services => _services;

    /// <summary>An operator and lead: the first account.</summary>
    public Caller First { get; private set; } = null!;

    public static async Task<EngineHarness> StartAsync(
        Action<EngineOptions>? configure = null, Action<IServiceCollection>? replace = null)
    {
        var harness = new EngineHarness(Directory.CreateTempSubdirectory("engine-").FullName, configure);
        Directory.CreateDirectory(harness.Runbooks);
        await harness.BootAsync(replace);
        var token = await harness.Accounts.InviteFirstAsync();
        harness.First = await harness.RegisterAsync(token!, "ada");
        return harness;
    }

    /// <summary>Stops the server in an orderly way and starts it again on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>Stops the server, does something with backups as the command line would, and starts it again.</summary>
    public async Task ReplaceDatabaseAsync(Func<IBackup, Task> replace)
    {
        await DownAsync();
        await using (var services = Compose(null).BuildServiceProvider())
            await replace(services.GetRequiredService<IBackup>());
        await BootAsync(null);
    }

    /// <summary>Stops the server in an orderly way.</summary>
    public Task StopAsync() => DownAsync();

    /// <summary>Starts a server on the data as they are.</summary>
    public Task StartAgainAsync(Action<IServiceCollection>? replace = null) => BootAsync(replace);

    /// <summary>Another person with these roles.</summary>
    public async Task<Caller> InviteAsync(string name, params Role[] roles)
    {
        var token = await Accounts.InviteAsync(First.AccountId, [.. roles], TimeSpan.FromHours(1));
        return await RegisterAsync(token!, name);
    }

    /// <summary>Writes a runbook.</summary>
    public void Write(string slug, string markdown)
    {
        var path = Path.Combine(Runbooks, slug + ".md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, markdown);
    }

    /// <summary>Writes a runbook and opens a run of it.</summary>
    public async Task<string> OpenAsync(string markdown, Caller? by = null, IReadOnlyDictionary<string, string>? inputs = null,
        string slug = "book")
    {
        Write(slug, markdown);
        var target = _services.GetRequiredService<Microsoft.Extensions.Options.IOptions<EngineOptions>>().Value.LocalTarget;
        var opened = await Runs.OpenAsync(by ?? First, new(slug, target, RunMode.Rehearsal, null,
            (inputs ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(StringComparer.Ordinal)));
        opened.Reasons.ShouldBeEmpty();
        return opened.Id!;
    }

    public Task<CommandResult> DoAsync(string runId, RunCommand command, Caller? by = null) =>
        Runs.ExecuteAsync(by ?? First, runId, command);

    public async Task<RunState> StateAsync(string runId) => (await Runs.FindAsync(runId))!.State;

    /// <summary>Runs a step and waits for its end.</summary>
    public async Task<Attempt> RunAsync(string runId, string stepId, Caller? by = null)
    {
        var result = await DoAsync(runId, new RunCommand.StartStep(stepId), by);
        result.Reasons.ShouldBeEmpty();
        return await EndAsync(runId, result.Id!);
    }

    /// <summary>Waits until an attempt has ended.</summary>
    public async Task<Attempt> EndAsync(string runId, string attemptId) =>
        (await WhenAsync(runId, s => s.Attempts.Any(a => a.Id == attemptId && !a.IsRunning))).Attempts.Single(a => a.Id == attemptId);

    /// <summary>Waits until the run is as wanted, woken by the feed like any viewer.</summary>
    public async Task<RunState> WhenAsync(string runId, Func<RunState, bool> wanted)
    {
        using var changed = new SemaphoreSlim(0);
        using var watch = Feed.Subscribe(runId, () => changed.Release());
        using var timeout = new CancellationTokenSource(TestTimeout.Long);
        while (true)
        {
            if (await StateAsync(runId) is var state && wanted(state))
                return state;
            await changed.WaitAsync(timeout.Token);
        }
    }

    /// <summary>Waits until something of the run cannot be written, and returns what the screen says of it.</summary>
    public async Task<string> WhenTroubledAsync(string runId)
    {
        using var changed = new SemaphoreSlim(0);
        using var watch = Feed.Subscribe(runId, () => changed.Release());
        using var timeout = new CancellationTokenSource(TestTimeout.Long);
        while (true)
        {
            if ((await Runs.FindAsync(runId))!.Trouble is { } trouble)
                return trouble;
            await changed.WaitAsync(timeout.Token);
        }
    }

    /// <summary>What an attempt wrote.</summary>
    public async Task<string> OutputAsync(string attemptId) => string.Concat(
        (await Store.ReadOutputAsync(attemptId, 1, long.MaxValue)).Select(c => System.Text.Encoding.UTF8.GetString(c.Bytes.Span)));

    public async ValueTask DisposeAsync()
    {
        await DownAsync();
        // What was under way when the server stopped, such as the making of a key, may still put a file there.
        for (var tries = 0; ; tries++)
        {
            try
            {
                Directory.Delete(Folder, recursive: true);
                return;
            }
            catch (IOException) when (tries < 50)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task BootAsync(Action<IServiceCollection>? replace)
    {
        _services = Compose(replace).BuildServiceProvider();
        await EngineBuilder.StartAsync(_services);
    }

    /// <summary>The services of a server on the same data, which is not started.</summary>
    public ServiceCollection Compose(Action<IServiceCollection>? replace)
    {
        var services = EngineBuilder.Services(Folder, Configure);
        replace?.Invoke(services);
        return services;
    }

    private async Task DownAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse())
            await hosted.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private async Task<Caller> RegisterAsync(string token, string name)
    {
        var (id, errors) = await Accounts.RegisterAsync(token, name, Password);
        errors.ShouldBeEmpty();
        return new(id!, await StampAsync(id!));
    }

    private async Task<string> StampAsync(string accountId)
    {
        await using var scope = _services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
        return await users.GetSecurityStampAsync((await users.FindByIdAsync(accountId))!);
    }
}
