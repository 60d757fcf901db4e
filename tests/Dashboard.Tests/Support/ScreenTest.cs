using System.Security.Claims;
using Bunit;
using Dashboard.Auth;
using Dashboard.Engine;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Catalog;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Live;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Execution.Output;
using Dashboard.Features;
using Dashboard.Features.Runs;
using Dashboard.Shared.Dialogs;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Tests.Support;

/// <summary>A screen with its surroundings: doubles for the engine, MudBlazor's own services, an interactive circuit.</summary>
public abstract class ScreenTest : IAsyncLifetime
{
    protected ScreenTest()
    {
        Context.JSInterop.Mode = JSRuntimeMode.Loose;
        Context.Services.AddMudServices();
        Context.Services.AddSingleton<TimeProvider>(Clock);
        Context.Services.AddSingleton(Feed);
        Context.Services.AddSingleton<IOutputStore>(Output);
        Context.Services.AddSingleton<IRunService>(Runs);
        Context.Services.AddSingleton<IRunReader>(Runs);
        Context.Services.AddSingleton<IAccounts>(Accounts);
        Context.Services.AddSingleton<IRunQueries>(Lists);
        Context.Services.AddSingleton<IRunbookLibrary>(Lists);
        Context.Services.AddSingleton<IRunbookLint>(Lists);
        Context.Services.AddSingleton<IRunbookAdoption>(Drafts);
        Context.Services.AddSingleton<IPinnedFiles>(Pinned);
        Context.Services.AddSingleton<IRunbookCatalog>(Lists);
        Context.Services.AddSingleton<IDatabaseCheck, FakeDatabaseCheck>();
        Context.Services.AddSingleton<Dashboard.Engine.Evidence.Lists.ProjectionMonitor>();
        Context.Services.AddScoped<CallerAccessor>();
        Context.AddAuthorization().SetAuthorized("olga").SetClaims(
            new Claim(ClaimTypes.NameIdentifier, "u1"), new Claim("AspNet.Identity.SecurityStamp", "stamp"));
        Context.Services.AddScreens();
        Context.Services.Configure<EngineOptions>(o => (o.Data, o.Runbooks) = ("data", "runbooks"));
        Context.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        Dialogs = Context.Render<MudDialogProvider>();
        Context.Render<MudPopoverProvider>();
    }

    protected BunitContext Context { get; } = new();

    private protected FakeRunService Runs { get; } = new();

    private protected FakeAccounts Accounts { get; } = new();

    private protected FakeLists Lists { get; } = new();

    private protected FakeAdoption Drafts { get; } = new();

    private protected FakePinnedFiles Pinned { get; } = new();

    private protected FakeOutput Output { get; } = new();

    protected RunChangeNotifier Feed { get; } = new();

    protected FakeTimeProvider Clock { get; } = new(RunBuilder.Start);

    /// <summary>Where dialogs open.</summary>
    protected IRenderedComponent<MudDialogProvider> Dialogs { get; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What can be done on a page whose engine is the double.</summary>
    protected RunActions Actions(Func<Task>? changed = null) =>
        new("run-1", Runs.ExecuteAsync, Context.Services.GetRequiredService<DialogOpener>(), changed ?? (() => Task.CompletedTask));
}
