using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Ui;

/// <summary>
/// A browser drops what is under way when the machine's networks change, as they do when containers come and go: the page asks for it
/// again.
/// </summary>
public sealed class ArrivalTests(Chromium chromium) : PracticeTest
{
    [Fact]
    public async Task Page_LosesAStyleSheetAndAScriptOnTheWay_HasThemInTheEnd()
    {
        var page = await chromium.OpenAsync();
        var ada = new Person(Server, page, "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        var lost = new List<string>();
        foreach (var name in new[] { "Dashboard", "app", "blazor.web" })
        {
            await page.RouteAsync($"**/{name}.*", route =>
            {
                lost.Add(name);
                return route.AbortAsync("failed");
            }, new() { Times = 1 });
        }

        await ada.GoAsync($"runbooks/{Practice.Slug}");

        lost.Order(StringComparer.Ordinal).ShouldBe(["Dashboard", "app", "blazor.web"]);
        (await page.Locator(".prose").First.EvaluateAsync<string>("e => getComputedStyle(e).contain")).ShouldBe("content");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open a run" }).First.ClickAsync();
        await Expect(ada.Dialog).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Run_LosesItsModuleOnTheWay_AnswersToKeysAllTheSame()
    {
        var page = await chromium.OpenAsync();
        var ada = new Person(Server, page, "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        var lost = 0;
        await page.RouteAsync("**/run.js", route =>
        {
            lost++;
            return route.AbortAsync("failed");
        }, new() { Times = 1 });

        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);

        for (var tries = 0; tries < 50 && !await ada.Dialog.IsVisibleAsync(); tries++)
        {
            await page.Locator("body").PressAsync("?");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        await Expect(ada.Dialog).ToBeVisibleAsync();
        lost.ShouldBe(1);
    }

    [Theory]
    [InlineData("**/_blazor/initializers*")]
    [InlineData("**/_blazor/negotiate*")]
    public async Task Page_LosesWhatItConnectsWith_AnswersInTheEnd(string address)
    {
        var page = await chromium.OpenAsync();
        var ada = new Person(Server, page, "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        // The page it is on asks for the same.
        await page.GotoAsync("about:blank");
        var lost = 0;
        await page.RouteAsync(address, route =>
        {
            lost++;
            return route.AbortAsync("failed");
        }, new() { Times = 1 });

        await ada.GoAsync($"runbooks/{Practice.Slug}");

        lost.ShouldBe(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open a run" }).First.ClickAsync();
        await Expect(ada.Dialog).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_LosesAStyleSheetWithoutTheScriptThatAsksAgain_StaysWithoutIt()
    {
        var page = await chromium.OpenAsync();
        var ada = new Person(Server, page, "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        await page.RouteAsync("**/arrival.*", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));
        await page.RouteAsync("**/Dashboard.*", route => route.AbortAsync("failed"), new() { Times = 1 });

        await page.VisitAsync($"{Server.Address}/runbooks/{Practice.Slug}");
        await Task.Delay(2_000, TestContext.Current.CancellationToken);

        (await page.Locator(".prose").First.EvaluateAsync<string>("e => getComputedStyle(e).contain")).ShouldBe("none");
    }
}
