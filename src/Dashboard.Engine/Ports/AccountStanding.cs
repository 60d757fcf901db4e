using System.Collections.Immutable;

namespace Dashboard.Engine.Ports;

/// <summary>How an account stands in the tables. What the ledger says of it is asked elsewhere, and both must allow what it does.</summary>
/// <param name="SecurityStamp">Changes with each end of its sessions.</param>
/// <param name="IsLocked">Whether a lead locked it.</param>
/// <param name="Roles">The names of its roles.</param>
public sealed record AccountStanding(string? SecurityStamp, bool IsLocked, ImmutableArray<string> Roles);
