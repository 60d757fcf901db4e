using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Core.Gates;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Support;

/// <summary>The whole product on a folder and a port of its own, and people with accounts.</summary>
public sealed partial class TestHost : IAsyncLifetime
{
    public const string Password = "a walk by the sea at dawn";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("host-");

    public WebApplication App { get; private set; } = null!;

    public Uri Address => new(App.Urls.First());

    public IAccounts Accounts => App.Services.GetRequiredService<IAccounts>();

    public string Data => Path.Combine(_folder.FullName, "data");

    public string FirstToken { get; private set; } = "";

    /// <summary>Further settings, as <c>--Name=value</c>.</summary>
    public string[] Settings { get; init; } = [];

    /// <summary>What is changed before the application is built.</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }

    public async ValueTask InitializeAsync()
    {
        var runbooks = _folder.CreateSubdirectory("runbooks");
        await File.WriteAllTextAsync(Path.Combine(runbooks.FullName, "book.md"), "# Book\n\n```bash {#look .preflight}\ntrue\n```\n");
        App = DashboardApp.Build(["--urls=http://127.0.0.1:0", $"--Dashboard:Data={Data}", $"--Dashboard:Runbooks={runbooks.FullName}",
            .. Settings], Configure);
        await App.Services.GetRequiredService<IDatabase>().InitialiseAsync();
        FirstToken = (await Accounts.InviteFirstAsync())!;
        await App.StartAsync();
    }

    /// <summary>An account with these roles.</summary>
    public async Task<string> AddAsync(string name, params Role[] roles)
    {
        var first = (await Accounts.ListAsync()).FirstOrDefault(a => a.Roles.Contains(Role.Lead))?.Id;
        if (first is null)
            (first, _) = await Accounts.RegisterAsync(FirstToken, "first", Password);
        var token = await Accounts.InviteAsync(first!, [.. roles], TimeSpan.FromHours(1));
        var (id, errors) = await Accounts.RegisterAsync(token!, name, Password);
        errors.ShouldBeEmpty();
        return id!;
    }

    /// <summary>A browser of its own: it keeps cookies and follows no redirect.</summary>
    public HttpClient Browser() => new(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = new CookieContainer(),
        UseProxy = false,
    })
    {
        BaseAddress = Address,
    };

    /// <summary>Fills in the form of a page and sends it.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string page, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative));
        // The first one is the menu's.
        var form = Form().Matches(html)[^1].Value;
        var hidden = Hidden().Matches(form).Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)));
        using var content = new FormUrlEncodedContent([.. hidden, .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return await browser.PostAsync(new Uri(page, UriKind.Relative), content);
    }

    public static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string name, string password = Password,
        string page = "/sign-in") =>
        SubmitAsync(browser, page, ("Form.Name", name), ("Form.Password", password));

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex("<form method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
