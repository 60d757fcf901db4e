using System.Globalization;
using System.Text;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Shared.Steps;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;

namespace Dashboard.Tests.Shared.Steps;

/// <summary>
/// People who do any unlocked thing, in any runbook that has no errors, with steps that fail, servers that crash, approvals that are
/// voided, and clocks that jump. What comes next is held against an oracle of its own, which reads the events alone.
/// </summary>
[Needs(Need.Time)]
public sealed class RandomWalkTests
{
    private const int Seed = 20260202, Actions = 30;

    private static readonly string[] Whole = ["preflight", "mutating", "smoke", "rollback", "mutating", "smoke", "rollback", "manual"];

    private static readonly Person Approver = new(new("u9", "anna"), [Role.Operator]);

    private static readonly int Walks = int.Parse(Environment.GetEnvironmentVariable("CUTOVER_WALKS_N") ?? "400",
        CultureInfo.InvariantCulture);

    [Fact]
    public void Walk_OfAnyone_NeverLiesAndNeverEndsInADeadlock()
    {
        var (runbooks, closed, seen) = (0, 0, new Seen());
        for (var i = 0; runbooks < Walks; i++)
        {
            var random = new Random(Seed + i);
            var text = Book(random);
            var book = RunbookParser.Parse("walk.md", text);
            if (book.HasErrors)
                continue;
            runbooks++;
            var builder = new RunBuilder(book);
            for (var action = random.Next(Actions); action > 0; action--)
            {
                Act(builder, random);
                Check(builder, text, seen);
            }

            closed += LeadsOn(builder, text, seen);
        }

        closed.ShouldBe(runbooks);
        seen.ShouldSatisfyAllConditions("walks that never come to it prove nothing",
            () => seen.OneOfTwoRolledBack.ShouldBeGreaterThan(Walks / 5),
            () => seen.SharedPreflightOutOfDate.ShouldBeGreaterThan(Walks / 5),
            () => seen.ClosingIsAsGood.ShouldBeGreaterThan(Walks / 20));
    }

    // Whoever does what comes next, and succeeds, comes to the end.
    private static int LeadsOn(RunBuilder builder, string text, Seen seen)
    {
        for (var left = 20 + (8 * builder.Book.Steps.Length); left > 0; left--)
        {
            var next = builder.Next();
            Check(builder, text, seen);
            switch (next)
            {
                case NextAction.Close:
                    return 1;
                case NextAction.Watch:
                    builder.End();
                    break;
                case NextAction.Settle settle:
                    Settle(builder, settle.Attempt, Outcome.Passed);
                    break;
                case NextAction.Run run:
                    GatePolicy.Decide(builder.Book, builder.State, run.Step, RunBuilder.Op, builder.Now).IsUnlocked
                        .ShouldBeTrue(Tell(builder, text));
                    builder.Run(run.Step.Id);
                    break;
                case NextAction.Confirm confirm:
                    builder.Confirm(confirm.Step.Id);
                    break;
                case NextAction.Approve approve:
                    GatePolicy.DecideApproval(builder.Book, builder.State, approve.Gate, Approver, builder.Now).IsUnlocked
                        .ShouldBeTrue(Tell(builder, text));
                    builder.Approve(approve.Gate, Approver);
                    break;
                default:
                    Assert.Fail($"{next}\n{Tell(builder, text)}");
                    break;
            }
        }

        Assert.Fail($"There is no end: {builder.Next()}\n{Tell(builder, text)}");
        return 0;
    }

    private static void Act(RunBuilder builder, Random random)
    {
        var (book, run) = (builder.Book, builder.State);
        List<Action> may = [() => builder.After(TimeSpan.FromMinutes(random.Next(40)))];
        may.AddRange(book.Steps.Where(s => s.Kind == StepKind.Manual && Unlocked(s)).Select(s => (Action)(() => builder.Confirm(s.Id))));
        may.AddRange(book.Steps.Where(s => s.Kind != StepKind.Manual && Unlocked(s)
            && !(run.LatestAttempt(s.Id)?.Settled == Outcome.Unknown && s.Kind.ChangesHost())).Select(s => (Action)(() => Run(s))));
        may.AddRange(book.Gates.Where(g => GatePolicy.DecideApproval(book, run, g, Approver, builder.Now).IsUnlocked)
            .Select(g => (Action)(() => builder.Approve(g, Approver))));
        may.AddRange(run.Unsettled(book)
            .Select(a => (Action)(() => Settle(builder, a, random.Next(2) == 0 ? Outcome.Passed : Outcome.Failed))));
        if (random.Next(4) == 0 && run.Approvals.LastOrDefault(a => a.Voided is null) is { } approval)
            may.Add(() => builder.Add(Approver, new ApprovalVoided { ApprovalId = approval.Id, Reason = "changed my mind" }));
        may[random.Next(may.Count)]();

        bool Unlocked(Step step) => GatePolicy.Decide(book, run, step, RunBuilder.Op, builder.Now).IsUnlocked;

        void Run(Step step)
        {
            builder.Begin(step.Id);
            var die = random.Next(20);
            if (die == 0)
                builder.Interrupt();
            else
                builder.End(die switch { 1 or 2 => Outcome.Failed, 3 => Outcome.TimedOut, 4 => Outcome.Cancelled, _ => Outcome.Passed });
            builder.After(TimeSpan.FromSeconds(random.Next(100)));
        }
    }

    private static void Settle(RunBuilder builder, Attempt attempt, Outcome verdict) =>
        builder.Add(RunBuilder.Op, new VerdictGiven { AttemptId = attempt.Id, Verdict = verdict, Note = "seen" });

    private static void Check(RunBuilder builder, string text, Seen seen)
    {
        var (book, page, oracle) = (builder.Book, builder.As(RunBuilder.Op), new Oracle(builder.Book, builder.State));
        var next = builder.Next();
        switch (next)
        {
            case NextAction.Close { Result: RunResult.Completed }:
                oracle.Open.ShouldBeEmpty(Tell(builder, text));
                break;
            case NextAction.Close:
                oracle.AllTakenBack.ShouldBeTrue(Tell(builder, text));
                break;
            case { OrClose: true }:
                oracle.Owed.ShouldBeEmpty($"{next}\n{Tell(builder, text)}");
                seen.ClosingIsAsGood++;
                break;
        }

        // Nothing that was rolled back is told as passed.
        foreach (var step in book.Steps.Where(s => page.StatusOf(s) == StepStatus.Passed))
            oracle.Counts(step).ShouldBeTrue($"{step.Id} is told as passed\n{Tell(builder, text)}");

        // Nothing is taken away for good while a change before it has not passed, or nobody knows what one did.
        foreach (var gate in book.Gates.Where(g => g.Unlocks == StepKind.Destructive && page.DecideApproval(g).IsUnlocked))
        {
            oracle.FallenBefore(gate).ShouldBeNull($"{gate.Id}\n{Tell(builder, text)}");
            builder.State.Attempts.ShouldNotContain(a => a.Settled == Outcome.Unknown && book.FindStep(a.StepId)!.Kind.ChangesHost(),
                $"{gate.Id}\n{Tell(builder, text)}");
        }

        // No gate takes a check that the page tells as out of date, and none asks for one anew that the page tells as passed, but for its
        // age.
        foreach (var gate in book.Gates.Where(g => !oracle.HasBegun(g.Id)))
        {
            var asked = page.DecideApproval(gate).Reasons.Where(r => r.Code is LockCode.PreflightMissing or LockCode.PreflightStale)
                .Select(r => r.StepId).ToHashSet();
            foreach (var step in book.Steps.Where(s => Oracle.IsAskedBy(s, gate)))
            {
                if (!asked.Contains(step.Id))
                    page.StatusOf(step).ShouldBe(StepStatus.Passed, $"{gate.Id} takes {step.Id}\n{Tell(builder, text)}");
                else if (gate.Fresh is null)
                    page.StatusOf(step).ShouldNotBe(StepStatus.Passed, $"{gate.Id} does not take {step.Id}\n{Tell(builder, text)}");
            }
        }

        seen.OneOfTwoRolledBack += oracle.IsOneOfTwoRolledBack ? 1 : 0;
        seen.SharedPreflightOutOfDate += book.Steps.Any(s => book.Gates.Count(g => Oracle.IsAskedBy(s, g)) > 1
            && page.StatusOf(s) == StepStatus.OutOfDate) ? 1 : 0;
    }

    private static string Tell(RunBuilder builder, string text) =>
        text + "\n"
            + string.Join('\n', builder.State.Events.Select(e => $"{e.Sequence} {EventSummary.Of(e, builder.State, builder.Book)}"));

    private static string Book(Random random)
    {
        string[] gates = random.Next(2) == 0 ? ["ga", "gb"] : ["ga"];
        var destructive = random.Next(3) == 0;
        // Half of the books with two gates have two whole cutovers in them: a check before, and for each gate a change, a check and the way
        // back.
        var whole = gates.Length > 1 && random.Next(2) == 0;
        var count = whole ? Whole.Length : random.Next(2, 10);
        var kinds = whole ? Whole : Enumerable.Range(0, count).Select(_ => random.Next(12) switch
        {
            < 3 => "preflight",
            < 6 => "mutating",
            < 8 => "smoke",
            < 10 => "rollback",
            10 => destructive ? "destructive" : "smoke",
            _ => "manual",
        }).ToArray();
        var readOnly = kinds.Select((k, i) => (k, i)).Where(p => p.k is "preflight" or "smoke").Select(p => $"s{p.i}").ToArray();
        var text = new StringBuilder("---\ngates:\n");
        foreach (var gate in gates)
            text.Append(CultureInfo.InvariantCulture,
                $"  - {{id: {gate}, phrase: {gate}-approved, unlocks: mutating{After()}"
                    + $"{(random.Next(3) == 0 ? ", fresh: 30m" : "")}{(random.Next(3) == 0 ? ", valid: 60m" : "")}"
                    + $"{(random.Next(4) == 0 ? ", four-eyes: required" : "")}}}\n");
        if (destructive)
            text.Append(CultureInfo.InvariantCulture, $"  - {{id: gd, phrase: gd-approved, unlocks: destructive{After()}}}\n");
        text.Append("---\n");
        for (var i = 0; i < count; i++)
        {
            if (random.Next(3) == 0)
                text.Append(CultureInfo.InvariantCulture, $"\n## Section {i}\n");
            text.Append(kinds[i] == "manual"
                ? $"\n- [ ] Item {i} {{#s{i}}}\n"
                : $"\n### Step {i}\n```bash {{#s{i} .{kinds[i]}{Gate(kinds[i], i)}{Verify(kinds[i])}}}\ntrue\n```\n");
        }

        return text.ToString();

        string After() => random.Next(3) > 0 ? "" : random.Next(3) == 0 ? ", after: [smoke]" : $", after: [s{random.Next(count)}]";
        string Gate(string kind, int at) => destructive && kind is "smoke" or "preflight" && random.Next(4) == 0 ? " gate=gd"
            : gates.Length == 1 ? ""
            : whole && kind is "mutating" or "rollback" ? $" gate={(at < 4 ? "ga" : "gb")}"
            : whole && kind == "smoke" && random.Next(2) == 0 ? $" gate={(at < 4 ? "ga" : "gb")}"
            : kind == "mutating" || (kind is "preflight" or "smoke" && random.Next(4) == 0) ? $" gate={gates[random.Next(gates.Length)]}"
            : "";
        string Verify(string kind) => kind is "mutating" or "rollback" && readOnly.Length > 0 && random.Next(2) == 0
            ? $" verify={readOnly[random.Next(readOnly.Length)]}"
            : "";
    }

    /// <summary>How often the walks came to what is rare.</summary>
    private sealed class Seen
    {
        public int OneOfTwoRolledBack { get; set; }

        public int SharedPreflightOutOfDate { get; set; }

        public int ClosingIsAsGood { get; set; }
    }

    /// <summary>What the events say, read without the product's rules.</summary>
    private sealed class Oracle(Runbook book, RunState run)
    {
        /// <summary>What is certainly still to be done.</summary>
        public IEnumerable<string> Open => book.Steps.Where(s => s.Kind != StepKind.Rollback && !MayBelongToTheRollback(s)
            && !ComesAfterARollback(s.GateId) && !Counts(s)).Select(s => s.Id);

        /// <summary>Whether something was changed, and all of it was rolled back.</summary>
        public bool AllTakenBack => Changed.Any() && Changed.All(IsTakenBack);

        /// <summary>Whether the change of one gate was rolled back and that of another stands.</summary>
        public bool IsOneOfTwoRolledBack => Changed.Any(IsTakenBack) && Changed.Any(g => !IsTakenBack(g));

        /// <summary>
        /// What is to be done for the changes that stand, or for those that nobody has begun: all that is open, but for what is about
        /// changes that were rolled back alone, and what nothing takes back.
        /// </summary>
        public IEnumerable<string> Owed =>
            Open.Where(id => book.FindStep(id)!.Kind != StepKind.Destructive && !IsAboutWhatWasRolledBack(book.FindStep(id)!));

        /// <summary>Whether the gate asks for the step as its preflight.</summary>
        public static bool IsAskedBy(Step step, Gate gate) =>
            step.Kind == StepKind.Preflight && gate.Unlocks == StepKind.Mutating && (step.GateId ?? gate.Id) == gate.Id;

        /// <summary>Whether a step behind the gate was started after its latest rollback.</summary>
        public bool HasBegun(string gate) =>
            Latest(s => s.Kind.NeedsApproval() && s.GateId == gate) > Latest(s => s.Kind == StepKind.Rollback && s.GateId == gate);

        /// <summary>Whether its latest end was a pass that nothing has rolled back since.</summary>
        public bool Counts(Step step)
        {
            if (Last(step) is not { Passed: true } last)
                return false;
            var above = book.Steps.TakeWhile(s => s.Id != step.Id).Where(s => IsMeant(step, s)).Select(s => s.Id).ToHashSet();
            return step.Kind switch
            {
                StepKind.Mutating => last.At > Latest(s => s.Kind == StepKind.Rollback && s.GateId == step.GateId),
                StepKind.Preflight when step.GateId == "gd" =>
                    HasBegun("gd") || last.At > Latest(s => s.Kind == StepKind.Mutating && IsAbove(s, step)),
                StepKind.Smoke or StepKind.Manual => last.At
                    > Latest(s => above.Contains(s.Id) || (s.Verify == step.Id && step.Kind == StepKind.Smoke && s.Kind.NeedsApproval()))
                    && last.At > Latest(s => s.Kind == StepKind.Rollback && above.Any(a => book.FindStep(a)!.GateId == s.GateId)),
                StepKind.Preflight =>
                    last.At > Latest(s => s.Kind == StepKind.Rollback && (step.GateId is null || s.GateId == step.GateId)),
                StepKind.Rollback => last.At > Latest(s => TakesBack(step, s)),
                _ => true,
            };
        }

        /// <summary>
        /// A change that was attempted and has not passed, or was rolled back, though the gate comes after a check of it.
        /// </summary>
        public Step? FallenBefore(Gate gate) => ComesAfterARollback(gate.Id)
            ? null
            : book.Steps.Where(s => s.Kind is StepKind.Smoke or StepKind.Manual && gate.After.Contains(s.Id))
                .SelectMany(check => book.Steps.Where(s => IsMeant(check, s) && IsAbove(s, check)))
                .FirstOrDefault(s => Last(s) is not null && !Counts(s));

        private IEnumerable<string> Changed =>
            book.Gates.Select(g => g.Id).Where(g => !ComesAfterARollback(g) && Latest(s => s.Kind.NeedsApproval() && s.GateId == g) > 0);

        private bool IsTakenBack(string gate) =>
            book.Steps.Where(s => s.Kind == StepKind.Rollback && s.GateId == gate).ToArray() is { Length: > 0 } back
                && back.Where(r => Latest(s => TakesBack(r, s)) > 0).All(Counts);

        private bool ComesAfterARollback(string? gate) =>
            gate == "gd" && book.FindGate(gate)!.After.Any(name => name == "rollback" || book.FindStep(name)?.Kind == StepKind.Rollback);

        // Changes and the rollbacks below them are one stage; a change below the last rollback belongs to the last stage.
        private bool TakesBack(Step rollback, Step change)
        {
            if (change.Kind != StepKind.Mutating || change.GateId != rollback.GateId)
                return false;
            var stages = new Dictionary<string, int>();
            var (stage, before) = (0, StepKind.Manual);
            foreach (var step in book.Steps.Where(s => s.GateId == rollback.GateId && s.Kind is StepKind.Mutating or StepKind.Rollback))
            {
                stages[step.Id] = stage += before == StepKind.Rollback && step.Kind == StepKind.Mutating ? 1 : 0;
                before = step.Kind;
            }

            var last = stages.Where(s => book.FindStep(s.Key)!.Kind == StepKind.Rollback).Max(s => s.Value);
            var isFirst = stages[rollback.Id] == 0 && !stages.Any(s => s.Value == 0 && book.FindStep(s.Key)!.Kind == StepKind.Mutating);
            return isFirst || Math.Min(stages[change.Id], last) == stages[rollback.Id];
        }

        private bool IsAbove(Step step, Step other) => book.Steps.TakeWhile(s => s.Id != other.Id).Any(s => s.Id == step.Id);

        private bool IsAboutWhatWasRolledBack(Step step)
        {
            var above = book.Steps.TakeWhile(s => s.Id != step.Id).Where(s => IsMeant(step, s)).ToArray();
            return step.Kind switch
            {
                StepKind.Mutating => IsTakenBack(step.GateId!),
                StepKind.Preflight => book.Gates.Where(g => IsAskedBy(step, g)).All(g => IsTakenBack(g.Id) || HasBegun(g.Id)),
                StepKind.Smoke when above.Length == 0 => book.Steps.Where(s => IsMeant(step, s)).All(s => IsTakenBack(s.GateId!)),
                _ => above.Length > 0 && above.All(s => IsTakenBack(s.GateId!)),
            };
        }

        private bool IsMeant(Step step, Step change) => step.GateId switch
        {
            null => change.Kind == StepKind.Mutating,
            "gd" when !book.Steps.Any(s => s.Kind == StepKind.Destructive && IsAbove(s, step)) =>
                change.Kind == StepKind.Mutating && IsAbove(change, step),
            var gate => change.Kind.NeedsApproval() && change.GateId == gate,
        };

        private bool MayBelongToTheRollback(Step step) => step.Kind is StepKind.Smoke or StepKind.Manual
            && (book.Steps.Any(s => s.Verify == step.Id && ComesAfterARollback(s.GateId))
                || book.Steps.Any(s => s.Kind == StepKind.Rollback
                    && ((s.SectionId == step.SectionId && (step.Kind == StepKind.Manual || IsAbove(s, step))) || s.Verify == step.Id)));

        private long Latest(Func<Step, bool> which) => run.Events
            .Where(e => e.Event is StepStarted started && which(book.FindStep(started.StepId)!)).Select(e => e.Sequence)
            .DefaultIfEmpty().Max();

        private (long At, bool Passed)? Last(Step step)
        {
            (long, bool)? last = null;
            foreach (var recorded in run.Events)
            {
                switch (recorded.Event)
                {
                    case StepStarted e when e.StepId == step.Id:
                        last = (recorded.Sequence, false);
                        break;
                    case StepFinished e when Of(e.AttemptId) == step.Id:
                        last = (last!.Value.Item1, e.Outcome == Outcome.Passed);
                        break;
                    case VerdictGiven e when Of(e.AttemptId) == step.Id && last is { Item2: false }:
                        last = (last.Value.Item1, e.Verdict == Outcome.Passed);
                        break;
                    case ManualConfirmed e when e.StepId == step.Id:
                        last = (recorded.Sequence, true);
                        break;
                }
            }

            return last;
        }

        private string Of(string attempt) =>
            run.Events.Select(e => e.Event).OfType<StepStarted>().First(s => s.AttemptId == attempt).StepId;
    }
}
