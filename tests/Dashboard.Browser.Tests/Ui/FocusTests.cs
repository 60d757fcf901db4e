using Dashboard.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Ui;

/// <summary>WCAG 2.4.11: what has the focus is never hidden by the bars that stay in view.</summary>
public sealed class FocusTests(Chromium chromium) : PracticeTest
{
    /// <summary>
    /// The focused element by its words when all of it, or all that fits between the bars, is hidden; else the empty text. Null at the
    /// page's end.
    /// </summary>
    private const string Hidden = """
        async () => {
          await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          const e = document.activeElement;
          if (!e || e === document.body || !e.matches(':focus')) return null;
          const r = e.getBoundingClientRect();
          const shares = [.1, .3, .5, .7, .9];
          const seen = shares.some(x => shares.some(y => {
            const there = document.elementFromPoint(r.left + r.width * x, r.top + r.height * y);
            return there && (e.contains(there) || there.contains(e) && there.matches('label, summary'));
          }));
          return seen ? '' : `${e.tagName} ${e.textContent.trim().slice(0, 60)} at ${Math.round(r.top)} to ${Math.round(r.bottom)} of ${innerHeight}`;
        }
        """;

    [Fact]
    public async Task Run_WalkedByTheTabKey_HidesNoFocus()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);
        await Practice.PreflightAsync(ada);
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);

        foreach (var (width, height) in new[] { (1440, 1000), (390, 844) })
        {
            (await WalkAsync(ada, width, height, forwards: true)).ShouldBeEmpty();
            (await WalkAsync(ada, width, height, forwards: false)).ShouldBeEmpty();
        }

        // Without the room that the pages keep for their bars, the same walk finds hidden ones.
        await ada.Page.AddStyleTagAsync(new() { Content = "html { scroll-padding: 0 !important }" });
        var hidden = await WalkAsync(ada, 390, 844, forwards: true);
        (hidden.Count > 0 ? hidden : await WalkAsync(ada, 390, 844, forwards: false)).ShouldNotBeEmpty();
    }

    /// <summary>On a slow line the dialog is there, and somebody types in it, before the server says where it begins.</summary>
    [Fact]
    public async Task Dialog_BeginsLate_LosesNothingOfWhatIsTyped()
    {
        var page = await chromium.OpenAsync();
        // From the start, since Blazor keeps a function that it has called once.
        await page.AddInitScriptAsync("""
            let dialogs;
            Object.defineProperty(window, 'dialogs', {
              get: () => dialogs,
              set: real => dialogs = { begin: e => window.hold ? window.late = () => real.begin(e) : real.begin(e) },
            });
            """);
        var ada = new Person(Server, page, "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);
        await Practice.PreflightAsync(ada);
        await ada.Page.EvaluateAsync("() => { window.hold = true }");
        var dialog = await ada.OpenApprovalAsync(Practice.SwitchGate);
        await ada.Page.WaitForFunctionAsync("() => window.late");
        var phrase = dialog.Locator(".phrase input");

        await phrase.PressSequentiallyAsync(Practice.SwitchPhrase[..5]);
        await ada.Page.EvaluateAsync("() => window.late()");
        await ada.Page.Keyboard.TypeAsync(Practice.SwitchPhrase[5..]);

        await Expect(phrase).ToHaveValueAsync(Practice.SwitchPhrase);

        // A dialog that takes the focus whatever somebody does loses the rest.
        await phrase.FillAsync("");
        await phrase.PressSequentiallyAsync(Practice.SwitchPhrase[..5]);
        await ada.Page.EvaluateAsync("() => document.querySelector('.dialog-intro').focus()");
        await ada.Page.Keyboard.TypeAsync(Practice.SwitchPhrase[5..]);
        await Expect(phrase).ToHaveValueAsync(Practice.SwitchPhrase[..5]);
    }

    private static async Task<IReadOnlyList<string>> WalkAsync(Person person, int width, int height, bool forwards)
    {
        var page = person.Page;
        await page.SetViewportSizeAsync(width, height);
        await page.EvaluateAsync(forwards
            ? "() => { document.activeElement?.blur(); scrollTo(0, 0); document.querySelector('.brand').focus() }"
            : "() => { scrollTo(0, document.body.scrollHeight); [...document.querySelectorAll('.next-bar button')].at(-1).focus() }");
        var (hidden, steps) = (new List<string>(), 0);
        for (; steps < 300; steps++)
        {
            await page.Keyboard.PressAsync(forwards ? "Tab" : "Shift+Tab");
            if (await page.EvaluateAsync<string?>(Hidden) is not { } found)
                break;
            if (found.Length > 0)
                hidden.Add($"{width} px: {found}");
        }

        steps.ShouldBeGreaterThan(40, "the walk must reach what the page offers");
        return hidden;
    }
}
