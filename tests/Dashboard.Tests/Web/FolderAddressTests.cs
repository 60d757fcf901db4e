using System.Net;
using Dashboard.Core.Gates;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web;

/// <summary>The addresses of the runbooks folder itself, which name no runbook: no page breaks.</summary>
public sealed class FolderAddressTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact]
    public async Task Address_OfNoFile_LeadsHomeOrSaysSo()
    {
        await host.AddAsync("fay", Role.Reviewer);
        using var browser = host.Browser();
        (await TestHost.SignInAsync(browser, "fay")).Dispose();
        foreach (var address in new[] { "/runbooks", "/runbooks/", "/adopt", "/files" })
        {
            using var answer = await browser.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Found, HttpStatusCode.NotFound], address);
        }
    }
}
