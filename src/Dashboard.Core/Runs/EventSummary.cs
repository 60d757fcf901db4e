using Dashboard.Core.Runbooks;
using Dashboard.Core.Text;

namespace Dashboard.Core.Runs;

/// <summary>What happened in a run, in one line for lists and for screen readers.</summary>
public static class EventSummary
{
    /// <summary>The line.</summary>
    public static string Of(RecordedEvent recorded, RunState run, Runbook runbook)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(runbook);
        var who = recorded.Actor.Name;
        return recorded.Event switch
        {
            RunOpened => $"{who} opened the run",
            StepStarted e => $"{who} started “{Step(e.StepId)}”",
            StepFinished e => $"“{Of(e.AttemptId)}” {e.Outcome.DisplayName()}{(e.Outcome == Outcome.Passed ? "" : $": {e.Reason}")}",
            StepInterrupted e => $"“{Of(e.AttemptId)}” was interrupted: its outcome is unknown",
            VerdictGiven e => $"{who} marked “{Of(e.AttemptId)}” as {(e.Verdict == Outcome.Passed ? "passed" : "failed")}: {e.Note}",
            ManualConfirmed e => $"{who} {(e.Choice is null ? "confirmed" : $"chose {e.Choice} for")} “{Step(e.StepId)}”"
                + (e.Note.Length == 0 ? "" : $": {e.Note}"),
            StepSkipped e => $"{who} skipped “{Step(e.StepId)}”: {e.Reason}",
            SecretsEntered e => $"{who} entered {string.Join(", ", e.Names)} again",
            WindowOverridden e => $"{who} allowed changes outside the change window {e.Window}: {e.Reason}",
            GateApproved e => $"{who} approved the gate “{Gate(e.GateId)}”{(e.Renewal ? " again" : "")}",
            ApprovalRefused e => $"{who} failed to approve the gate “{Gate(e.GateId)}”: {e.Reason}",
            ApprovalVoided e => $"{who} voided an approval: {e.Reason}",
            NoteAdded e => $"{who}: {e.Text}",
            FileAttached e => $"{who} attached {e.Name}",
            ClockChanged e => Words(e),
            RunClosed e => $"{who} closed the run: {e.Result.DisplayName()}",
            _ => who,
        };

        string Step(string id) => runbook.FindStep(id)?.Title ?? id;
        string Gate(string id) => runbook.FindGate(id)?.Title ?? id;
        string Of(string attemptId) => run.Attempts.FirstOrDefault(a => a.Id == attemptId) is { } a ? Step(a.StepId) : attemptId;
    }

    /// <summary>What happened to the clock, and what that means for the run.</summary>
    public static string Words(ClockChanged e)
    {
        ArgumentNullException.ThrowIfNull(e);
        // What a damaged entry holds must not break the page: the least span has no opposite.
        var span = Durations.Words(e.By < TimeSpan.Zero ? TimeSpan.Zero - TimeSpan.FromTicks(Math.Max(e.By.Ticks, -long.MaxValue)) : e.By);
        return e.AgeUnknown
            ? $"The server's clock was {span} behind the record when the server started. Nobody knows how old the evidence before this is: "
                + "run the preflight again and approve again."
            : e.By < TimeSpan.Zero
                ? $"The server's clock was set back by {span}. The run's time goes on as before."
                : $"The server's clock was set forward by {span}, or the host slept. Evidence and approvals age by it.";
    }

    /// <summary>Whether the event is bad news, for its colour.</summary>
    public static bool IsBad(RunEvent what) =>
        what is StepFinished { Outcome: not Outcome.Passed } or StepInterrupted or ApprovalRefused or ClockChanged;
}
