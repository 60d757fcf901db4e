using System.Globalization;
using System.Text;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Gates;

/// <summary>
/// Random runbooks with order, choices, conditions, optional steps, written values and repeated sections, walked by people who do anything
/// that is unlocked. Whoever then does
/// what comes next always gets to the end, and by then all that is in play has passed.
/// </summary>
[Needs(Need.Time)]
public sealed class RandomStagesTests
{
    private const int Seed = 20261130;

    private static readonly Person Approver = new(new("u9", "anna"), [Role.Operator]);

    private static readonly int Walks = int.Parse(Environment.GetEnvironmentVariable("CUTOVER_WALKS_N") ?? "400",
        CultureInfo.InvariantCulture);

    [Fact]
    public void Walk_OfAnyone_ComesToTheEnd()
    {
        var (books, skipped, aside, waited, repeated, written) = (0, 0, 0, 0, 0, 0);
        for (var i = 0; books < Walks; i++)
        {
            var random = new Random(Seed + i);
            var text = Book(random);
            var book = RunbookParser.Parse("stages.md", text);
            if (book.HasErrors)
                continue;
            books++;
            var inputs = new Dictionary<string, string>
            {
                ["REGION"] = random.Next(2) == 0 ? "eu" : "us",
                ["NODES"] = string.Join(' ', Enumerable.Range(1, random.Next(3) + 1)),
            };
            book = Repeats.Of(book, inputs);
            var builder = new RunBuilder(book, inputs: inputs);
            for (var action = random.Next(25); action > 0; action--)
                Act(builder, random);
            LeadsOn(builder, text);
            skipped += book.Steps.Count(s => InPlay.SkipOf(builder.State, s) is not null);
            aside += book.Steps.Count(s => InPlay.ConditionOf(builder.Book, builder.State, s) == false);
            waited += book.Steps.Count(s => StepOrder.Before(book, s).Any());
            repeated += book.Steps.Count(s => s.Repeat is { Number: > 1 });
            written += book.Steps.Count(s => s.Needs.Length > 0);
        }

        (skipped, aside, waited, repeated, written).ShouldSatisfyAllConditions("walks that never come to it prove nothing",
            c => c.repeated.ShouldBeGreaterThan(Walks / 10), c => c.written.ShouldBeGreaterThan(Walks / 10),
            c => c.skipped.ShouldBeGreaterThan(Walks / 10), c => c.aside.ShouldBeGreaterThan(Walks / 4),
            c => c.waited.ShouldBeGreaterThan(Walks / 2));
    }

    private static void LeadsOn(RunBuilder builder, string text)
    {
        for (var left = 20 + (8 * builder.Book.Steps.Length); left > 0; left--)
        {
            switch (NextActionFinder.Of(builder.Book, builder.State, RunBuilder.Op, builder.Now))
            {
                case NextAction.Close { Result: RunResult.Completed }:
                    InPlay.Of(builder.Book, builder.State).Steps.Where(s => !RollbackPath.Holds(builder.Book, s)
                            && Counted.OutcomeOf(builder.Book, builder.State, s) != Outcome.Passed)
                        .ShouldBeEmpty(Tell(builder, text));
                    return;
                case NextAction.Close:
                    return;
                case NextAction.Settle settle:
                    builder.Add(RunBuilder.Op, new VerdictGiven { AttemptId = settle.Attempt.Id, Verdict = Outcome.Passed, Note = "seen" });
                    break;
                case NextAction.Run run:
                    Unlocked(builder, run.Step).ShouldBeTrue(Tell(builder, text));
                    builder.Run(run.Step.Id);
                    break;
                case NextAction.Confirm confirm:
                    Unlocked(builder, confirm.Step).ShouldBeTrue(Tell(builder, text));
                    Confirm(builder, confirm.Step, 0);
                    break;
                case NextAction.Approve approve:
                    builder.Approve(approve.Gate, Approver);
                    break;
                case var other:
                    Assert.Fail($"{other}\n{Tell(builder, text)}");
                    break;
            }
        }

        Assert.Fail($"There is no end.\n{Tell(builder, text)}");
    }

    private static void Act(RunBuilder builder, Random random)
    {
        var (book, run) = (builder.Book, builder.State);
        List<Action> may = [() => builder.After(TimeSpan.FromMinutes(random.Next(20)))];
        foreach (var step in book.Steps)
        {
            if (GatePolicy.DecideSkip(book, run, step, RunBuilder.Op).IsUnlocked)
                may.Add(() => builder.Skip(step.Id));
            if (!Unlocked(builder, step) || (step.Kind.ChangesHost() && run.LatestAttempt(step.Id)?.Settled == Outcome.Unknown))
                continue;
            // What was chosen stands once a change that depends on it was begun; the engine refuses another choice.
            if (step.Kind != StepKind.Manual)
                may.Add(() => Run(builder, step, random));
            else if (!book.Steps.Any(s => s.Kind.ChangesHost() && s.When?.Name == step.ChoiceName && run.AttemptsOf(s.Id).Any()))
                may.Add(() => Confirm(builder, step, random.Next(2)));
        }

        may.AddRange(book.Gates.Where(g => GatePolicy.DecideApproval(book, run, g, Approver, builder.Now).IsUnlocked)
            .Select(g => (Action)(() => builder.Approve(g, Approver))));
        may[random.Next(may.Count)]();
    }

    private static void Run(RunBuilder builder, Step step, Random random) => builder.Begin(step.Id)
        .End(random.Next(4) == 0 ? Outcome.Failed : Outcome.Passed, writes: random.Next(2) == 0 ? "blue" : "green")
        .After(TimeSpan.FromSeconds(random.Next(60)));

    private static void Confirm(RunBuilder builder, Step step, int which) =>
        builder.Confirm(step.Id, choice: step.Choices.IsEmpty ? null : step.Choices[which]);

    private static bool Unlocked(RunBuilder builder, Step step) =>
        GatePolicy.Decide(builder.Book, builder.State, step, RunBuilder.Op, builder.Now).IsUnlocked;

    private static string Tell(RunBuilder builder, string text) => text + "\n"
        + string.Join('\n', builder.State.Events.Select(e => $"{e.Sequence} {EventSummary.Of(e, builder.State, builder.Book)}"));

    private static string Book(Random random)
    {
        var gates = random.Next(2) + 1;
        var destructive = random.Next(4) == 0;
        var text = new StringBuilder("---\ninputs:\n  - {name: REGION, description: where}\n  - {name: NODES, type: list}\ngates:\n");
        for (var g = 0; g < gates; g++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{id: g{g}, phrase: g{g}-approved, unlocks: mutating}}\n");
        if (destructive)
            text.Append("  - {id: gd, phrase: gd-approved, unlocks: destructive, after: [smoke]}\n");
        text.Append("---\n");
        var count = random.Next(3, 14);
        var (choices, writers) = (new List<string>(), new List<string>());
        for (var i = 0; i < count; i++)
        {
            if (random.Next(4) == 0)
                text.Append(CultureInfo.InvariantCulture, $"\n## Section {i}{(random.Next(4) == 0 ? " {for-each=NODES}" : "")}\n");
            var kind = random.Next(destructive ? 13 : 12) switch
            {
                < 3 => "preflight",
                < 6 => "mutating",
                < 8 => "smoke",
                8 => "rollback",
                < 12 => "manual",
                _ => "destructive",
            };
            var words = kind == "rollback" ? "" : Words(i);
            if (kind == "manual" && random.Next(2) == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n- [ ] Which {i} {{#s{i} choice=blue,green{words}}}\n");
                choices.Add($"s{i}");
            }
            else
            {
                text.Append(kind == "manual"
                    ? $"\n- [ ] Item {i} {{#s{i}{words}}}\n"
                    : $"\n### Step {i}\n```bash {{#s{i} .{kind}{Gate(kind)}{Verify(kind, i)}{words}{Writes(i)}}}\n{Reads()}\n```\n");
            }
        }

        return text.ToString();

        string Words(int at) => (random.Next(4) == 0 ? " optional" : "")
            + (random.Next(3) == 0 && at > 0 ? $" after=s{random.Next(count)}" : "")
            + (random.Next(3) > 0 ? ""
                : writers.Count > 0 && random.Next(4) == 0 ? $" when=\"{writers[random.Next(writers.Count)]}=blue\""
                : choices.Count > 0 && random.Next(3) > 0 ? $" when=\"{choices[random.Next(choices.Count)]}=blue\""
                : $" when=\"REGION{(random.Next(2) == 0 ? "=" : "!=")}eu\"");
        string Writes(int at)
        {
            if (random.Next(6) > 0)
                return "";
            writers.Add($"V{at}");
            return $" outputs=V{at}";
        }

        string Reads() => writers.Count > 0 && random.Next(3) == 0 ? $"echo \"${writers[random.Next(writers.Count)]}\"" : "true";
        string Gate(string kind) => kind == "mutating" && gates > 1 ? $" gate=g{random.Next(gates)}" : "";
        string Verify(string kind, int at) => kind == "mutating" && random.Next(2) == 0 ? $" verify=s{at + 1}" : "";
    }
}
