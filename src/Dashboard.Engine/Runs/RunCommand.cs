using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Runs;

/// <summary>Who asks, as the caller's cookie says. The engine looks the person up again for every command.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="SecurityStamp">The stamp in the cookie: no longer valid after sign-out, a change of password, or a lock.</param>
/// <param name="From">The address they come from; null when it is not known. It is recorded with what they do.</param>
public sealed record Caller(string AccountId, string SecurityStamp, string? From = null);

/// <summary>What is asked of a run.</summary>
public abstract record RunCommand
{
    private RunCommand()
    {
    }

    /// <summary>Start an attempt of a step.</summary>
    /// <param name="StepId">The step.</param>
    /// <param name="Seen">How many attempts of it the caller had seen. When there are more by now, somebody else has started it, and
    /// nothing is started. Null skips that check.</param>
    public sealed record StartStep(string StepId, int? Seen = null) : RunCommand;

    /// <summary>End the attempt under way.</summary>
    public sealed record CancelAttempt(string AttemptId) : RunCommand;

    /// <summary>Confirm a manual step; the note says what was done or seen.</summary>
    /// <param name="StepId">The step.</param>
    /// <param name="Note">What was done or seen.</param>
    /// <param name="Seen">How many confirmations of it the caller had seen, as in <see cref="StartStep"/>.</param>
    /// <param name="Choice">What was chosen, where the step is a choice; null otherwise.</param>
    public sealed record ConfirmManual(string StepId, string Note, int? Seen = null, string? Choice = null) : RunCommand;

    /// <summary>Skip an optional step.</summary>
    public sealed record SkipStep(string StepId, string Reason) : RunCommand;

    /// <summary>Type secrets again that the server no longer has.</summary>
    public sealed record EnterSecrets(ImmutableSortedDictionary<string, string> Values) : RunCommand
    {
        /// <summary>The names alone: the values stand in no log.</summary>
        public override string ToString() => $"EnterSecrets {{ {string.Join(", ", Values.Keys)} }}";
    }

    /// <summary>Allow changes outside the change window, for the rest of the run.</summary>
    public sealed record OverrideWindow(string Reason) : RunCommand;

    /// <summary>Approve a gate with the phrase as typed.</summary>
    public sealed record ApproveGate(string GateId, string Phrase, string Reason) : RunCommand;

    /// <summary>Take an approval back.</summary>
    public sealed record VoidApproval(string ApprovalId, string Reason) : RunCommand;

    /// <summary>Settle an unknown outcome: passed (it took effect) or failed (it did not).</summary>
    public sealed record GiveVerdict(string AttemptId, Outcome Verdict, string Note) : RunCommand;

    /// <summary>Write something down.</summary>
    public sealed record AddNote(string Text, string? StepId) : RunCommand;

    /// <summary>Attach a file.</summary>
    public sealed record AttachFile(string Name, ReadOnlyMemory<byte> Content, string? StepId) : RunCommand;

    /// <summary>Close the run.</summary>
    public sealed record CloseRun(RunResult Result, string Reason) : RunCommand;
}

/// <summary>What to open a run with.</summary>
public sealed record OpenRun(
    string Slug, string Target, RunMode Mode, string? ChangeReference, ImmutableSortedDictionary<string, string> Inputs)
{
    /// <summary>
    /// The runbook and its files as whoever opens it has seen them (<see cref="Runbooks.LibraryRunbook.Revision"/>); null for whatever lies
    /// there now.
    /// </summary>
    public string? Seen { get; init; }
}

/// <summary>What came of a command: done, or refused with all reasons.</summary>
/// <param name="Reasons">Why it was refused; empty when it was done.</param>
/// <param name="Id">The id of what was made: a run, an attempt, an approval; null when nothing was.</param>
public sealed record CommandResult(ImmutableArray<LockReason> Reasons, string? Id = null)
{
    /// <summary>Whether it was done.</summary>
    public bool Done => Reasons.IsEmpty;

    /// <summary>Done.</summary>
    public static CommandResult Ok(string? id = null) => new([], id);

    /// <summary>Refused.</summary>
    public static CommandResult Refused(params ImmutableArray<LockReason> reasons) => new(reasons);
}
