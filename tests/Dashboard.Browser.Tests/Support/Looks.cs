using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Looks at pages and dialogs in both themes, wide and at 390 px: what axe finds, and what scrolls sideways.</summary>
internal sealed class Looks
{
    private static readonly (string Name, int Width, int Height, ColorScheme Scheme)[] Views =
        [("light", 1440, 1000, ColorScheme.Light), ("dark", 1440, 1000, ColorScheme.Dark), ("phone", 390, 844, ColorScheme.Light)];

    private readonly List<string> _faults = [];

    /// <summary>What is wrong, a line each; empty when nothing is.</summary>
    public string Faults => string.Join("\n", _faults);

    /// <summary>Opens a dialog, looks at it, and closes it.</summary>
    public async Task AtDialogAsync(Person person, ILocator button, string name)
    {
        await button.ClickAsync();
        await Expect(person.Dialog).ToBeVisibleAsync();
        await AtAsync(person, "dialog-" + name);
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(person.Dialog).ToHaveCountAsync(0);
    }

    /// <summary>Looks at what is shown.</summary>
    public async Task AtAsync(Person person, string name)
    {
        var page = person.Page;
        foreach (var (view, width, height, scheme) in Views)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
            // Another theme leaves everything where it was; to lay a page out anew is what takes most of the time here.
            if (page.ViewportSize!.Width != width || scheme == ColorScheme.Light)
                await UnrollAsync(page, width, height, $"{name}, {view}");
            await person.PhotographAsync($"look-{name}-{view}");
            _faults.AddRange(
                (await Axe.FaultsAsync(page, coloursOnly: scheme == ColorScheme.Dark)).Select(fault => $"{name}, {view}: {fault}"));
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1440, 1000);
    }

    /// <summary>
    /// Makes the window as tall as the page. A bar that stays in view covers some part of a scrolled page, and another part the next time:
    /// like this everything is looked at, wherever the page happened to be scrolled to. What is open above the page has the window's
    /// height.
    /// </summary>
    private async Task UnrollAsync(IPage page, int width, int height, string name)
    {
        if (page.ViewportSize!.Width != width || page.ViewportSize.Height != height)
            await page.SetViewportSizeAsync(width, height);
        var (wide, tall) = await page.EvaluateAsync<int[]>("""
            () => [document.documentElement.scrollWidth,
              document.querySelector('[role=dialog], dialog[open]') ? 0 : document.documentElement.scrollHeight]
            """) switch { [var w, var t] => (w, t), _ => default };
        if (wide > width)
            _faults.Add($"{name}: {wide} px wide");
        if (tall > height)
            await page.SetViewportSizeAsync(width, tall);
    }
}
