using System.Collections.Concurrent;
using Dashboard.Testing;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Debian's Chromium, driven by Playwright: one browser for all tests, a fresh profile for each person.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // By test class, whose tests run one after the other.
    private static readonly ConcurrentDictionary<string, ConcurrentBag<IBrowserContext>> Open = new(StringComparer.Ordinal);

    private static readonly ConcurrentQueue<string> Unstyled = new();

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Then every test is skipped, with the reason.
        if (Machine.Missing([Need.Browser]) is not null)
            return;
        // A machine that builds something beside the tests answers late, and not wrongly.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path.Combine(Repository.Root, "tests/Dashboard.Browser.Tests/Support/still-chromium"),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A person's own browser window.</summary>
    public async Task<IPage> OpenAsync(int width = 1440, int height = 1000, ColorScheme scheme = ColorScheme.Light,
        bool ownCertificates = false)
    {
        var context = await Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            TimezoneId = "Europe/Berlin",
            ReducedMotion = ReducedMotion.Reduce,
            // A proxy of a test signs its certificate itself.
            IgnoreHTTPSErrors = ownCertificates,
        });
        context.SetDefaultTimeout(60_000);
        // Without a style sheet a page looks wrong, and is wrong in ways that say nothing of the cause.
        context.Response += (_, response) =>
        {
            if (response.Status >= 400)
                Note(response.Request, $"answered {response.Status}");
        };
        Open.GetOrAdd(TestClass, _ => []).Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>
    /// Closes the windows of the test that ends. Those that stay open call for a server that has gone, and keep the machine busy for all
    /// others.
    /// </summary>
    public static async Task CloseAllAsync()
    {
        if (Open.TryRemove(TestClass, out var contexts))
        {
            foreach (var context in contexts)
                await context.CloseAsync();
        }
    }

    private static void Note(IRequest request, string what)
    {
        if (request.ResourceType == "stylesheet" && request.Url.StartsWith("http://127.", StringComparison.Ordinal))
            Unstyled.Enqueue($"{request.Url}: {what}");
    }

    private static string TestClass => TestContext.Current.TestClass?.UniqueID ?? "";

    public async ValueTask DisposeAsync()
    {
        if (_playwright is not null)
            await Browser.CloseAsync();
        _playwright?.Dispose();
        Unstyled.ShouldBeEmpty("style sheets that did not arrive");
    }
}
