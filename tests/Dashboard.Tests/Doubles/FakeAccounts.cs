using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Accounts;
using Dashboard.Testing;

namespace Dashboard.Tests.Doubles;

/// <summary>One person, whose roles a test can change while a page is open. Null: signed out, or locked.</summary>
internal sealed class FakeAccounts : IAccounts
{
    public Person? Me { get; set; } = RunBuilder.Op;

    public Task<Person?> FindAsync(string accountId, string? securityStamp = null, CancellationToken cancellation = default) =>
        Task.FromResult(Me);

    public Task<bool> AnyAsync(CancellationToken cancellation = default) => Task.FromResult(Me is not null);

    /// <summary>Who has an account.</summary>
    public ImmutableArray<AccountSummary> All { get; set; } = [];

    /// <summary>Why nothing can be written; null when it can.</summary>
    public string? Trouble { get; set; }

    public Task<ImmutableArray<AccountSummary>> ListAsync(CancellationToken cancellation = default) => Task.FromResult(All);

    public Task<string?> InviteFirstAsync(CancellationToken cancellation = default) => throw NotAsked();

    public Task<string?> InviteAsync(string leadId, ImmutableArray<Role> roles, TimeSpan validFor,
        CancellationToken cancellation = default) => throw NotAsked();

    public Task<ImmutableArray<InvitationSummary>> InvitationsAsync(CancellationToken cancellation = default) =>
        Task.FromResult<ImmutableArray<InvitationSummary>>([]);

    public Task<InvitationSummary?> FindInvitationAsync(string token, CancellationToken cancellation = default) => throw NotAsked();

    public Task<(string? AccountId, ImmutableArray<string> Errors)> RegisterAsync(
        string token, string name, string password, CancellationToken cancellation = default) => throw NotAsked();

    public Task<ImmutableArray<string>> SetRolesAsync(
        string leadId, string accountId, ImmutableArray<Role> roles, CancellationToken cancellation = default) =>
        Trouble is null ? throw NotAsked() : Task.FromException<ImmutableArray<string>>(new StorageException(Trouble));

    public Task<ImmutableArray<string>> SetLockedAsync(
        string leadId, string accountId, bool locked, string reason, CancellationToken cancellation = default) =>
        Trouble is null ? throw NotAsked() : Task.FromException<ImmutableArray<string>>(new StorageException(Trouble));

    private static NotSupportedException NotAsked() => new("The screens of runs ask who someone is, and nothing else.");
}
