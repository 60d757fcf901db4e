using System.Collections.Immutable;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>What an account may do. A person can hold several.</summary>
public enum Role
{
    /// <summary>Opens runs, runs steps, approves gates.</summary>
    Operator,

    /// <summary>Opens every page and changes nothing.</summary>
    Reviewer,

    /// <summary>Approves gates, audits, manages accounts. Runs nothing.</summary>
    Lead,
}

/// <summary>A person and what they may do at this moment.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Roles">What they may do, read from the database for this very action.</param>
public sealed record Person(Actor Actor, ImmutableHashSet<Role> Roles)
{
    /// <summary>
    /// Accounts that count as this person where two people are asked for, besides their own: those that invitations tie to it, when the
    /// settings say so.
    /// </summary>
    public ImmutableHashSet<string> Tied { get; init; } = [];

    /// <summary>Whether somebody is this person, as far as the number of people counts.</summary>
    public bool CountsAs(Actor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Id == Actor.Id || Tied.Contains(other.Id);
    }

    /// <summary>Whether they may run steps, confirm manual steps and close runs.</summary>
    public bool MayRun => Roles.Contains(Role.Operator);

    /// <summary>Whether they may approve gates.</summary>
    public bool MayApprove => Roles.Contains(Role.Operator) || Roles.Contains(Role.Lead);
}
