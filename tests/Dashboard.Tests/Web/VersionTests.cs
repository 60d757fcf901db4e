using System.Reflection;
using Dashboard.Core.Gates;
using Dashboard.Engine;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web;

/// <summary>Whoever reports a problem can say which version it is: on the command line and at the foot of each page.</summary>
public sealed class VersionTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact]
    public async Task Version_OnTheCommandLine_IsThatOfTheAssembly()
    {
        var (code, output, _) = await ProgramRun.RunAsync(["--version"]);

        code.ShouldBe(0);
        output.Trim().ShouldBe(ProductVersion.Full);
        output.ShouldStartWith(typeof(DashboardApp).Assembly.GetName().Version!.ToString(3));
        typeof(DashboardApp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion
            .ShouldBe(ProductVersion.Full);
    }

    [Fact]
    public async Task Footer_BeforeAndAfterTheSignIn_NamesTheVersion()
    {
        var footer =
            $@"<footer class=""page-foot""[^>]*>Cutover {System.Text.RegularExpressions.Regex.Escape(ProductVersion.Number)}</footer>";
        await host.AddAsync("vera", Role.Reviewer);
        using var browser = host.Browser();

        (await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken)).ShouldMatch(footer);
        (await TestHost.SignInAsync(browser, "vera")).Dispose();
        (await browser.GetStringAsync(new Uri("/runs", UriKind.Relative), TestContext.Current.CancellationToken)).ShouldMatch(footer);
    }
}
