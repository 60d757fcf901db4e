using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Runs;

/// <summary>What happened in a run, in one line for lists and for screen readers.</summary>
public static class EventWords
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
            StepFinished e => $"“{Of(e.AttemptId)}” {e.Outcome.Word()}{(e.Outcome == Outcome.Passed ? "" : $": {e.Reason}")}",
            StepInterrupted e => $"“{Of(e.AttemptId)}” was interrupted: its outcome is unknown",
            VerdictGiven e => $"{who} on “{Of(e.AttemptId)}”: {(e.Verdict == Outcome.Passed ? "it took effect" : "it did not take effect")}. {e.Note}",
            ManualConfirmed e => $"{who} confirmed “{Step(e.StepId)}”{(e.Note.Length == 0 ? "" : $": {e.Note}")}",
            GateApproved e => $"{who} approved the gate “{Gate(e.GateId)}”{(e.Renewal ? " again" : "")}",
            ApprovalRefused e => $"{who} was refused the gate “{Gate(e.GateId)}”: {e.Reason}",
            ApprovalVoided e => $"{who} voided an approval: {e.Reason}",
            NoteAdded e => $"{who}: {e.Text}",
            FileAttached e => $"{who} attached {e.Name}",
            RunClosed e => $"{who} closed the run: {e.Result.Word()}",
            _ => who,
        };

        string Step(string id) => runbook.FindStep(id)?.Title ?? id;
        string Gate(string id) => runbook.FindGate(id)?.Title ?? id;
        string Of(string attemptId) => run.Attempts.FirstOrDefault(a => a.Id == attemptId) is { } a ? Step(a.StepId) : attemptId;
    }

    /// <summary>Whether the event is bad news, for its colour.</summary>
    public static bool IsBad(RunEvent what) => what is StepFinished { Outcome: not Outcome.Passed } or StepInterrupted or ApprovalRefused;
}
