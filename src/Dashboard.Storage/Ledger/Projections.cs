using Dashboard.Core.Runs;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Ledger;

/// <summary>Keeps the tables for lists in step with the events, in the same transaction.</summary>
internal sealed class Projections(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _open = SqliteCommands.Prepare(connection, """
        INSERT INTO runs (RunId, Number, Slug, Title, Target, Mode, RunbookDigest, ChangeReference, OpenedBy, OpenedAt)
        SELECT $run, coalesce(max(Number), 0) + 1, $slug, $title, $target, $mode, $digest, $change, $by, $at FROM runs
        """);

    private readonly SqliteCommand _close = SqliteCommands.Prepare(connection,
        "UPDATE runs SET ClosedAt = $at, Result = $result WHERE RunId = $run");

    private readonly SqliteCommand _start = SqliteCommands.Prepare(connection, """
        INSERT INTO attempts (Seq, AttemptId, RunId, Slug, RunbookDigest, Mode, StepId, Title, Kind, Number, Target, "By", ApprovalId, StartedAt, WasUnknown, Indexed)
        SELECT $seq, $attempt, $run, r.Slug, r.RunbookDigest, r.Mode, $step, $title, $kind, $number, $target, $by, $approval, $at, 0, 0
        FROM runs r WHERE r.RunId = $run
        """);

    private readonly SqliteCommand _approve = SqliteCommands.Prepare(connection, """
        INSERT INTO approvals (Seq, ApprovalId, RunId, Slug, Mode, GateId, Target, "By", At)
        SELECT $seq, $approval, $run, r.Slug, r.Mode, $gate, r.Target, $by, $at FROM runs r WHERE r.RunId = $run
        """);

    private readonly SqliteCommand _end = SqliteCommands.Prepare(connection,
        "UPDATE attempts SET EndedAt = coalesce(EndedAt, $at), Outcome = $outcome, WasUnknown = $unknown WHERE AttemptId = $attempt");

    private readonly SqliteCommand _settle = SqliteCommands.Prepare(connection,
        "UPDATE attempts SET EndedAt = coalesce(EndedAt, $at), Outcome = $outcome, SettledBy = $by WHERE AttemptId = $attempt");

    /// <summary>Brings the lists up to date with one event.</summary>
    public void Apply(string runId, RecordedEvent recorded)
    {
        var at = recorded.At.UtcTicks;
        switch (recorded.Event)
        {
            case RunOpened e:
                Run(_open, ("$run", runId), ("$slug", e.Slug), ("$title", e.Title), ("$target", e.Target), ("$mode", (int)e.Mode),
                    ("$digest", e.RunbookDigest), ("$change", e.ChangeReference), ("$by", recorded.Actor.Name), ("$at", at));
                break;
            case RunClosed e:
                Run(_close, ("$run", runId), ("$at", at), ("$result", (int)e.Result));
                break;
            case StepStarted e:
                Run(_start, ("$seq", recorded.Sequence), ("$attempt", e.AttemptId), ("$run", runId), ("$step", e.StepId),
                    ("$title", e.Title ?? e.StepId),
                    ("$kind", (int?)e.Kind), ("$number", e.Number), ("$target", e.Target), ("$by", recorded.Actor.Name),
                    ("$approval", e.ApprovalId), ("$at", at));
                break;
            case GateApproved e:
                Run(_approve, ("$seq", recorded.Sequence), ("$approval", e.ApprovalId), ("$run", runId), ("$gate", e.GateId),
                    ("$by", recorded.Actor.Name), ("$at", at));
                break;
            case ApprovalRefused e:
                Run(_approve, ("$seq", recorded.Sequence), ("$approval", null), ("$run", runId), ("$gate", e.GateId),
                    ("$by", recorded.Actor.Name), ("$at", at));
                break;
            case StepFinished e:
                Run(_end, ("$attempt", e.AttemptId), ("$at", at), ("$outcome", (int)e.Outcome), ("$unknown", e.Outcome == Outcome.Unknown));
                break;
            case StepInterrupted e:
                Run(_end, ("$attempt", e.AttemptId), ("$at", at), ("$outcome", (int)Outcome.Unknown), ("$unknown", true));
                break;
            case VerdictGiven e:
                Run(_settle, ("$attempt", e.AttemptId), ("$at", at), ("$outcome", (int)e.Verdict), ("$by", recorded.Actor.Name));
                break;
            default:
                break;
        }
    }

    public void Dispose()
    {
        _open.Dispose();
        _close.Dispose();
        _start.Dispose();
        _approve.Dispose();
        _end.Dispose();
        _settle.Dispose();
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<(string, object?)> values)
    {
        SqliteCommands.Set(command, values);
        command.ExecuteNonQuery();
    }
}
