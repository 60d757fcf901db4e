using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Engine.Accounts;

namespace Dashboard.Tests.Doubles;

/// <summary>One person, whose roles a test can change while a page is open. Null: signed out, or locked.</summary>
internal sealed class FakePeople : IPeople
{
    public Person? Me { get; set; } = Scenes.Op;

    public Task<Person?> FindAsync(string accountId, string? securityStamp = null, CancellationToken cancellation = default) => Task.FromResult(Me);

    public Task<bool> AnyAsync(CancellationToken cancellation = default) => Task.FromResult(Me is not null);

    public Task<ImmutableArray<AccountSummary>> ListAsync(CancellationToken cancellation = default) => throw NotAsked();

    public Task<string?> InviteFirstAsync(CancellationToken cancellation = default) => throw NotAsked();

    public Task<string?> InviteAsync(string leadId, ImmutableArray<Role> roles, TimeSpan validFor, CancellationToken cancellation = default) => throw NotAsked();

    public Task<ImmutableArray<InvitationSummary>> InvitationsAsync(CancellationToken cancellation = default) => throw NotAsked();

    public Task<InvitationSummary?> FindInvitationAsync(string token, CancellationToken cancellation = default) => throw NotAsked();

    public Task<(string? AccountId, ImmutableArray<string> Errors)> RegisterAsync(
        string token, string name, string password, CancellationToken cancellation = default) => throw NotAsked();

    public Task<ImmutableArray<string>> SetRolesAsync(
        string leadId, string accountId, ImmutableArray<Role> roles, CancellationToken cancellation = default) => throw NotAsked();

    public Task<ImmutableArray<string>> SetLockedAsync(
        string leadId, string accountId, bool locked, string reason, CancellationToken cancellation = default) => throw NotAsked();

    private static NotSupportedException NotAsked() => new("The screens of runs ask who someone is, and nothing else.");
}
