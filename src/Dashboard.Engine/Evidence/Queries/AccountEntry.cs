using Dashboard.Core.Accounts;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Evidence.Queries;

/// <summary>Something that happened to an account.</summary>
/// <param name="Sequence">Its ledger number.</param>
/// <param name="At">When.</param>
/// <param name="By">Who caused it.</param>
/// <param name="Event">What happened.</param>
public sealed record AccountEntry(long Sequence, DateTimeOffset At, Actor By, AccountEvent Event);
