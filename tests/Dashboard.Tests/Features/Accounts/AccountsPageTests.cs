using Bunit;
using Dashboard.Core.Gates;
using Dashboard.Engine.Accounts;
using Dashboard.Features.Accounts;
using Dashboard.Testing;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Accounts;

/// <summary>A change of the accounts that cannot be written.</summary>
public sealed class AccountsPageTests : ScreenTest
{
    private const string Full = "The disk is full.";

    private IRenderedComponent<AccountsPage> Page()
    {
        (Accounts.Me, Accounts.Trouble) = (RunBuilder.Lead, Full);
        Accounts.All = [new AccountSummary("u7", "grace", [Role.Operator], false, RunBuilder.Start, null)];
        return Context.Render<AccountsPage>();
    }

    [Fact]
    public void Lock_ThatCannotBeWritten_SaysSoAndKeepsTheReason()
    {
        var page = Page();

        page.Find("button[aria-label='Lock grace']").Click();
        Dialogs.WaitForElement("textarea").Input("She has left the team.");
        Dialogs.FindAll("button").Single(b => b.TextContent.Trim() == "Lock the account").Click();

        Dialogs.Find(".mud-dialog").TextContent.ShouldContain(Full);
        Dialogs.Find("textarea").GetAttribute("value").ShouldBe("She has left the team.");
    }

    [Fact]
    public void Role_ThatCannotBeWritten_SaysSo()
    {
        var page = Page();

        page.FindAll("input[type=checkbox]")[0].Change(true);

        page.Markup.ShouldContain(Full);
    }
}
