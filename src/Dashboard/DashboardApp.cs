using Dashboard.Auth;
using Dashboard.Configuration;
using Dashboard.Endpoints;
using Dashboard.Engine;
using Dashboard.Engine.DependencyInjection;
using Dashboard.Features;
using Dashboard.Layout;
using Dashboard.Shared;
using Dashboard.Storage.DependencyInjection;
using Dashboard.Web;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace Dashboard;

/// <summary>Puts the product together.</summary>
public static class DashboardApp
{
    /// <summary>The web application, ready to be started.</summary>
    /// <param name="args">Settings as <c>--Name=value</c>.</param>
    /// <param name="configure">What a test changes before it is built.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The settings are wrong.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // Whatever folder it is started from, it finds what belongs to it beside its own files.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets().ConfigureKestrel(o => o.AddServerHeader = false);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning).AddFilter("Yarp", LogLevel.Warning)
            // It warns of keys that are kept as they are; the data folder is for this user alone.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddClock();
        builder.AddSettings();
        builder.AddSignIn();
        builder.Services.AddEngine().AddSqlite();
        builder.Services.AddHostedService<SandboxAtStart>();
        builder.Services.AddScreens();
        builder.Services.AddDownloads();
        builder.Services.AddImages();
        builder.Services.AddMudServices();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(o => o.MaximumReceiveMessageSize = FieldLimits.LongestMessage);
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage");
        configure?.Invoke(builder);

        var app = builder.Build();
        var options = app.Services.GetRequiredService<IOptions<EngineOptions>>().Value;
        app.UseKnownProxies(options);
        app.UsePathBaseOf(options.PathBase);
        app.UseRelativeRedirects();
        // By default routes are chosen first of all, by the path as it came.
        app.UseRouting();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseBareStatusForScripts();
        app.UseSecurityHeaders(SecurityHeaders.Policy());
        app.UseSameOrigin();
        app.UseKeptImages();
        // The limiter counts for whom it knows, and by address for everybody else.
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseStaleForms();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapSignOut();
        app.MapRunDownloads();
        app.MapImages();
        app.MapLinkedFiles();
        app.MapReports();
        app.MapDrafts();
        app.MapAudit();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = "'none'");
        return app;
    }
}
