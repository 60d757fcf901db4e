using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Ui;

/// <summary>Markdown and terminal output that attack whoever reads them, and come to nothing.</summary>
public sealed class AttackTests(Chromium chromium) : IAsyncLifetime
{
    private const string Runbook = """"
        ---
        title: "<img src=x onerror=alert(1)> attack"
        owner: "<script>alert(2)</script>"
        inputs:
          - name: INPUT
            description: "<b onmouseover=alert(3)>hover</b>"
            default: "<svg onload=alert(4)>"
        ---
        # Attack

        <script>alert('raw')</script>
        <img src=x onerror="alert('img')">
        <a href="javascript:alert('raw link')">raw link</a>
        <iframe src="javascript:alert('frame')"></iframe>
        <svg><animate onbegin=alert(5) attributeName=x dur=1s></svg>
        <form action="https://evil.invalid"><button>form</button></form>
        <style>body{display:none}</style>
        <meta http-equiv=refresh content="0;url=https://evil.invalid">

        [js](javascript:alert(1)) [JS](JaVaScRiPt:alert(1)) [tab](java&#9;script:alert(1)) [data](data:text/html,<script>alert(1)</script>)
        [vb](vbscript:x) <javascript:alert(1)> [proto](//evil.invalid) ![img](javascript:alert(1)) ![remote](https://evil.invalid/x.png)
        [ref][r] [html&#x20;attr](https://e.invalid "x\" onmouseover=\"alert(1)") [ok](https://example.org/fine)

        [r]: javascript:alert(7)

        <div id="main" onclick="alert(8)">clobber</div> `<script>alert(9)</script>`

        - [ ] **<img src=x onerror=alert(10)>** manual {#tick}

        ```bash {#escapes .preflight}
        printf '\e]8;;javascript:alert(1)\aclick\e]8;;\a \e]0;title\a <script>alert(11)</script> <img src=x onerror=alert(12)>\n'
        printf '\e[31m<b>red</b>\e[0m \e[2J\e[H\e[?1049h gone? \e]52;c;ZXZpbA==\a \x9b31m \e[38;2;1;2;3mrgb\e[0m \e[1000000C end\n'
        printf '%s\n' "$INPUT" '</pre></code><script>alert(13)</script>' '\u202e right to left'
        ```
        """";

    private readonly string _runbooks = Directory.CreateTempSubdirectory("attack-").FullName;
    private readonly List<string> _alarms = [];
    private DashboardProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_runbooks, "attack.md"), Runbook);
        _server = new(_runbooks);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAllAsync();
        await _server.DisposeAsync();
        Directory.Delete(_runbooks, recursive: true);
    }

    [Fact]
    public async Task Markdown_AndTerminalEscapes_RunNoScriptAndLeadNowhere()
    {
        var ada = new Person(_server, await chromium.OpenAsync(), "ada");
        var page = ada.Page;
        page.Dialog += async (_, dialog) =>
        {
            _alarms.Add("dialog: " + dialog.Message);
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_server.Address, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                _alarms.Add("request: " + request.Url);
        };
        page.PageError += (_, error) => _alarms.Add("error: " + error);
        await ada.SignUpAsync(_server.SignUpLink!);
        await InspectAsync(page);
        await page.VisitAsync(_server.Address + "/runbooks/attack");
        await ada.InteractiveAsync();
        await ada.PhotographAsync("attack-runbook");
        await InspectAsync(page);
        await ada.OpenRunAsync("attack", new Dictionary<string, string>());
        await ada.RunAsync("escapes");
        await ada.PhotographAsync("attack-run");
        await Expect(ada.Card("escapes")).ToContainTextAsync("<script>alert(11)</script>");
        await Expect(ada.Card("escapes")).ToContainTextAsync("<svg onload=alert(4)>");
        await InspectAsync(page);
        foreach (var element in await page.Locator(".prose *").AllAsync())
            await element.DispatchEventAsync("mouseover");
        _alarms.ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_OfAnotherSite_CannotUseTheSession()
    {
        var ada = new Person(_server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(_server.SignUpLink!);
        // The same host, another port: cookies go along, so that only the server's own check stands between.
        await using var other = new DashboardProcess(_runbooks);
        await other.StartAsync();
        await ada.Page.VisitAsync(other.Address + "/sign-in");
        var socket = await ada.Page.EvaluateAsync<string>(
            "address => new Promise(done => { const s = new WebSocket(address); s.onopen = () => done('open'); s.onerror = () => "
                + "done('refused'); })",
            _server.Address.Replace("http", "ws", StringComparison.Ordinal) + "/_blazor");
        socket.ShouldBe("refused");
    }

    /// <summary>Negative control: the same text, shown as it is, runs its scripts, and the same inspection finds them.</summary>
    [Fact]
    public async Task Markdown_ShownWithoutThatDefence_RunsScripts()
    {
        var page = await chromium.OpenAsync();
        page.Dialog += async (_, dialog) =>
        {
            _alarms.Add(dialog.Message);
            await dialog.DismissAsync();
        };
        // One of its attacks leads the page away, and would take what is to be found with it.
        var text = Runbook.Replace("http-equiv=refresh", "name=refresh", StringComparison.Ordinal);
        await page.SetContentAsync($"<div class=\"prose\">{Markdig.Markdown.ToHtml(text)}</div>");
        (await FoundAsync(page)).ShouldNotBeEmpty();
        _alarms.ShouldNotBeEmpty();
    }

    // Nothing in the document that could run or lead astray, whatever the browser would make of it.
    private static async Task InspectAsync(IPage page) => (await FoundAsync(page)).ShouldBeEmpty();

    private static Task<string[]> FoundAsync(IPage page) => page.EvaluateAsync<string[]>("""
        () => {
          const bad = [];
          for (const e of document.querySelectorAll('*')) {
            for (const a of e.attributes) {
              if (/^on/i.test(a.name)) bad.push(`${e.tagName} ${a.name}`);
              if (['href', 'src', 'action', 'formaction', 'xlink:href'].includes(a.name) && /^\s*(javascript|vbscript|data:text)/i.test(a.value)) bad.push(`${e.tagName} ${a.name}=${a.value}`);
            }
          }
          for (const e of document.querySelectorAll('.prose script, .prose iframe, .prose form, .prose style, .prose meta, .prose svg, .prose [id="main"], pre script')) bad.push(e.outerHTML);
          for (const e of document.querySelectorAll('pre')) if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(e.textContent)) bad.push('control character: ' + JSON.stringify(e.textContent));
          for (const e of document.querySelectorAll('.output pre a')) bad.push('link in output: ' + e.outerHTML);
          return bad;
        }
        """);
}
