using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Gates;

/// <summary>
/// A run that grows by random events. Most are what a coordinator would write; some are what it never should: attempts without an approval,
/// ends without a beginning, approvals for another revision, verdicts on failures, the same id twice.
/// </summary>
internal sealed class RandomStory
{
    public static readonly Person Ann = new(new("ann", "Ann"), [Role.Operator]);
    public static readonly Person Bob = new(new("bob", "Bob"), [Role.Operator, Role.Lead]);
    public static readonly Person Lea = new(new("lea", "Lea"), [Role.Lead]);
    public static readonly Person Rob = new(new("rob", "Rob"), [Role.Reviewer]);
    public static readonly Person[] People = [Ann, Bob, Lea, Rob];

    private readonly Random _random;
    private readonly List<RecordedEvent> _events = [];
    private int _ids;

    public RandomStory(int seed)
    {
        _random = new(seed);
        Runbook = RandomRunbook.Make(_random);
        Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var first = new RecordedEvent(1, Now, Ann.Actor, new RunOpened
        {
            Slug = "random",
            Title = "random",
            RunbookDigest = "revision-1",
            Files = [],
            Target = "host",
            Mode = RunMode.Live,
            Inputs = ImmutableSortedDictionary<string, string>.Empty.Add("A", "1"),
        });
        _events.Add(first);
        State = RunState.Start("run", first);
    }

    public Runbook Runbook { get; }

    public RunState State { get; private set; }

    public IReadOnlyList<RecordedEvent> Events => _events;

    public DateTimeOffset Now { get; private set; }

    private RunOpened Opened => (RunOpened)_events[0].Event;

    /// <summary>Lets one more thing happen, and time pass.</summary>
    public void Step()
    {
        Now += TimeSpan.FromMinutes(_random.Next(4) == 0 ? _random.Next(0, 40) : _random.Next(0, 3));
        var person = People[_random.Next(People.Length)];
        if (_random.Next(5) == 0)
            Implausible(person);
        else
            Plausible(person);
    }

    private void Plausible(Person person)
    {
        if (State.Running is { } running)
        {
            if (_random.Next(4) > 0)
                End(running.Id);
            return;
        }

        if (State.Attempts.LastOrDefault(a => a.Settled == Outcome.Unknown) is { } unknown && _random.Next(2) == 0)
        {
            Add(person, Verdict(unknown.Id));
            return;
        }

        // The document's order first, as an operator would go; now and then anything.
        var open = Runbook.Steps.Where(s => GatePolicy.Decide(Runbook, State, s, person, Now).IsUnlocked).ToArray();
        var approvable = Runbook.Gates.Where(g => GatePolicy.DecideApproval(Runbook, State, g, person, Now).IsUnlocked).ToArray();
        var next = open.FirstOrDefault(s => State.OutcomeOf(s.Id) != Outcome.Passed && s.Kind != StepKind.Rollback);
        if (approvable.Length > 0 && _random.Next(3) == 0)
            Approve(person, approvable[_random.Next(approvable.Length)]);
        else if (open.Length > 0)
            Do(person, next is not null && _random.Next(6) > 0 ? next : open[_random.Next(open.Length)]);
        else if (_random.Next(12) == 0)
            Add(person, new RunClosed { Result = RunResult.Abandoned, Reason = "" });
    }

    private void Implausible(Person person)
    {
        var step = Runbook.Steps[_random.Next(Runbook.Steps.Length)];
        var gate = Runbook.Gates[_random.Next(Runbook.Gates.Length)];
        var attempt = State.Attempts.IsEmpty ? "none" : State.Attempts[_random.Next(State.Attempts.Length)].Id;
        var approval = State.Approvals.IsEmpty ? "none" : State.Approvals[_random.Next(State.Approvals.Length)].Id;
        switch (_random.Next(12))
        {
            case 0: Add(person, Start(step, null)); break;
            case 1: Add(person, Start(step, approval)); break;
            case 2: End(attempt); break;
            case 3: Add(person, Verdict(attempt)); break;
            case 4: Add(person, new ManualConfirmed { StepId = step.Id, StepDigest = step.Digest, Note = "" }); break;
            case 5: Add(person, new ApprovalVoided { ApprovalId = approval, Reason = "changed." }); break;
            case 6: Add(person, Approval(gate) with { RunbookDigest = "revision-0" }); break;
            case 7: Add(person, Approval(gate) with { Target = "other" }); break;
            case 8: Add(person, Approval(gate) with { InputsDigest = "other" }); break;
            case 9:
                Add(person, Approval(gate) with { Steps = [.. Runbook.StepsBehind(gate.Id).Select(s => new ApprovedStep(s.Id, "other"))] });
                break;
            case 10: Add(person, Approval(gate) with { ApprovalId = approval }); break;
            default: Approve(person, gate); break;
        }
    }

    private void Do(Person person, Step step)
    {
        if (step.Kind == StepKind.Manual)
            Add(person, new ManualConfirmed { StepId = step.Id, StepDigest = step.Digest, Note = "" });
        else
            Add(person, Start(step, step.Kind.NeedsApproval() ? State.Approvals.LastOrDefault(a => a.GateId == step.GateId)?.Id : null));
    }

    private void Approve(Person person, Gate gate) => Add(person, Approval(gate));

    private void End(string attempt)
    {
        var chance = _random.Next(10);
        Add(Ann, chance == 0
            ? new StepInterrupted { AttemptId = attempt, Reason = "stopped." }
            : new StepFinished
            {
                AttemptId = attempt,
                Outcome = chance < 8 ? Outcome.Passed : (Outcome)_random.Next(1, 4),
                Reason = "",
                Sandbox = "none",
                Stdout = new(0, "", 0),
                Stderr = new(0, "", 0),
            });
    }

    private VerdictGiven Verdict(string attempt) =>
        new() { AttemptId = attempt, Verdict = _random.Next(2) == 0 ? Outcome.Passed : Outcome.Failed, Note = "" };

    private StepStarted Start(Step step, string? approval) => new()
    {
        AttemptId = $"attempt-{_ids++}",
        StepId = step.Id,
        StepDigest = step.Digest,
        Number = 1,
        Target = "host",
        ApprovalId = approval,
    };

    private GateApproved Approval(Gate gate) => new()
    {
        ApprovalId = $"approval-{_ids++}",
        GateId = gate.Id,
        RunbookDigest = Opened.RunbookDigest,
        FolderDigest = "",
        Target = Opened.Target,
        InputsDigest = Digests.OfInputs(Opened.Inputs),
        RestsOn = [],
        Reason = _random.Next(2) == 0 ? "alone tonight" : "",
        Steps = [.. Runbook.StepsBehind(gate.Id).Select(s => new ApprovedStep(s.Id, s.Digest))],
        ExpiresAt = Now + gate.Valid,
    };

    private void Add(Person person, RunEvent what)
    {
        var next = new RecordedEvent(_events.Count + 1, Now, person.Actor, what);
        _events.Add(next);
        State = State.Apply(next);
    }
}
