using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Lists;

/// <summary>What the entries of one run make of its rows in lists. Whether an output can be searched is no part of them.</summary>
/// <param name="number">The run's number, which follows from the order of runs.</param>
internal sealed class RunRowsFromLedger(long number)
{
    private readonly Dictionary<long, AttemptSummary> _attempts = [];
    private readonly Dictionary<string, long> _starts = new(StringComparer.Ordinal);
    private readonly Dictionary<long, ApprovalSummary> _approvals = [];

    /// <summary>The run's own row; null before it was opened.</summary>
    public RunSummary? Run { get; private set; }

    /// <summary>Brings the rows up to date with one event.</summary>
    public void Apply(string runId, RecordedEvent recorded)
    {
        var (sequence, at, by) = (recorded.Sequence, recorded.At, recorded.Actor.Name);
        switch (recorded.Event)
        {
            case RunOpened e:
                Run = new()
                {
                    RunId = runId,
                    Number = number,
                    Slug = e.Slug,
                    Title = e.Title,
                    Target = e.Target,
                    Mode = e.Mode,
                    RunbookDigest = e.RunbookDigest,
                    ChangeReference = e.ChangeReference,
                    OpenedBy = by,
                    OpenedAt = at,
                };
                break;
            case RunClosed e when Run is { } run:
                Run = run with { ClosedAt = at, Result = e.Result };
                break;
            case StepStarted e when Run is { } run:
                _starts[e.AttemptId] = sequence;
                _attempts[sequence] = new()
                {
                    Sequence = sequence,
                    AttemptId = e.AttemptId,
                    RunId = runId,
                    RunNumber = number,
                    Slug = run.Slug,
                    RunbookDigest = run.RunbookDigest,
                    Mode = run.Mode,
                    StepId = e.StepId,
                    Title = e.Title ?? e.StepId,
                    Kind = e.Kind,
                    Number = e.Number,
                    Target = e.Target,
                    By = by,
                    StartedAt = at,
                };
                break;
            case GateApproved e when Run is { } run:
                _approvals[sequence] = new(sequence, e.ApprovalId, runId, number, run.Slug, run.Mode, e.GateId, run.Target, by, at);
                break;
            case ApprovalRefused e when Run is { } run:
                _approvals[sequence] = new(sequence, null, runId, number, run.Slug, run.Mode, e.GateId, run.Target, by, at);
                break;
            case StepFinished e:
                End(e.AttemptId, at, e.Outcome, a => a with { WasUnknown = e.Outcome == Outcome.Unknown });
                break;
            case StepInterrupted e:
                End(e.AttemptId, at, Outcome.Unknown, a => a with { WasUnknown = true });
                break;
            case VerdictGiven e:
                End(e.AttemptId, at, e.Verdict, a => a with { SettledBy = by });
                break;
            default:
                break;
        }
    }

    /// <summary>Whether a row says what the entries say.</summary>
    public bool Agrees(RunSummary row) => row with { Differs = false } == Run;

    /// <summary>Whether a row says what the entries say.</summary>
    public bool Agrees(AttemptSummary row) => row with { Indexed = false, Differs = false } == _attempts.GetValueOrDefault(row.Sequence);

    /// <summary>Whether a row says what the entries say.</summary>
    public bool Agrees(ApprovalSummary row) => row with { Differs = false } == _approvals.GetValueOrDefault(row.Sequence);

    private void End(string attemptId, DateTimeOffset at, Outcome outcome, Func<AttemptSummary, AttemptSummary> how)
    {
        if (_starts.TryGetValue(attemptId, out var start) && _attempts[start] is var attempt)
            _attempts[start] = how(attempt with { EndedAt = attempt.EndedAt ?? at, Outcome = outcome });
    }
}
