using System.Collections.Immutable;
using Dashboard.Auth;
using Dashboard.Core.Gates;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Runs;
using Dashboard.Shared.Dialogs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Features.Accounts;

/// <summary>Who has an account and what they may do, for leads.</summary>
public sealed partial class AccountsPage
{
    private static readonly TimeSpan InvitedFor = TimeSpan.FromHours(48);

    private readonly HashSet<Role> _invited = [Role.Reviewer];
    private ImmutableArray<AccountSummary> _accounts = [];
    private ImmutableArray<InvitationSummary> _invitations = [];
    private ImmutableArray<string> _problems = [];
    private Caller? _caller;
    private string? _link;
    private string _said = "";

    [Inject]
    private IAccounts Accounts { get; set; } = default!;

    [Inject]
    private CallerAccessor Callers { get; set; } = default!;

    [Inject]
    private DialogOpener Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<AccountsPage> Logger { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _caller = await Callers.GetAsync();
        await ReadAsync();
    }

    private async Task ReadAsync() => (_accounts, _invitations) = (await Accounts.ListAsync(), await Accounts.InvitationsAsync());

    private void Choose(Role role)
    {
        if (!_invited.Remove(role))
            _invited.Add(role);
    }

    private Task ToggleAsync(AccountSummary account, Role role) => DoAsync(
        $"{account.Name}: {role} {(account.Roles.Contains(role) ? "removed" : "added")}.",
        lead => Accounts.SetRolesAsync(lead, account.Id,
            account.Roles.Contains(role) ? account.Roles.Remove(role) : account.Roles.Add(role)));

    private async Task LockAsync(AccountSummary account)
    {
        if (account.Locked)
        {
            await DoAsync($"{account.Name} is unlocked.", lead => Accounts.SetLockedAsync(lead, account.Id, locked: false, ""));
            return;
        }

        var question = new AskDialog.Question
        {
            Title = $"Lock {account.Name}?",
            Text = "All their sessions end at once. Steps they started keep running.",
            Label = "Reason",
            Required = true,
            Confirm = "Lock the account",
            Danger = true,
            Submit = async answer =>
            {
                await DoAsync($"{account.Name} is locked.", lead => Accounts.SetLockedAsync(lead, account.Id, locked: true, answer.Text));
                return _problems.IsEmpty
                    ? CommandResult.Ok()
                    : CommandResult.Refused(new LockReason(LockCode.Invalid, string.Join(' ', _problems), ""));
            },
        };
        await Dialogs.OpenAsync<AskDialog>(new DialogParameters<AskDialog> { { d => d.Asked, question } });
    }

    private async Task InviteAsync()
    {
        _link = null;
        await DoAsync("Invitation created.", async lead =>
        {
            if (await Accounts.InviteAsync(lead, [.. _invited.Order()], InvitedFor) is not { } token)
                return ["Only a lead invites people."];
            _link = Navigation.ToAbsoluteUri($"sign-up?token={token}").ToString();
            return [];
        });
    }

    private async Task DoAsync(string said, Func<string, Task<ImmutableArray<string>>> action)
    {
        try
        {
            // The page may be older than the session: look the person up again, by the stamp of the cookie it was opened with.
            _problems = _caller is not null && await Accounts.FindAsync(_caller.AccountId, _caller.SecurityStamp) is not null
                ? await action(_caller.AccountId)
                : ["You are no longer signed in, or your roles have changed. Reload the page."];
            _said = _problems.IsEmpty ? said : "";
            await ReadAsync();
        }
        catch (Exception e)
        {
            // A full disk, a database that another holds: what was typed stays, and can be sent again.
            LogFailed(Logger, e);
            (_problems, _said) = ([$"The change failed: {e.Message}"], "");
        }

        StateHasChanged();
    }

    [LoggerMessage(LogLevel.Error, "A change of the accounts could not be done")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
