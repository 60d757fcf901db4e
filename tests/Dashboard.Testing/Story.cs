using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;

namespace Dashboard.Testing;

/// <summary>
/// What people do in a run, in short: <c>approve:GATE</c>, <c>+STEP</c> passes, <c>-STEP</c> fails, <c>?STEP</c> is interrupted,
/// <c>confirm:STEP</c>, <c>choose:STEP=VALUE</c>, <c>skip:STEP</c>, <c>yes</c> and <c>no</c> settle what is unknown. Each must be
/// unlocked when it comes.
/// </summary>
internal static class Story
{
    /// <summary>
    /// A runbook with these gates (as YAML) and steps: <c>KIND ID [ATTRIBUTES]</c> a line, <c>## TITLE</c> for a section; a manual step is
    /// an item.
    /// </summary>
    public static Runbook Book(string gates, string steps)
    {
        var text = $"---\ngates:\n{string.Concat(gates.Split('\n').Select(g => $"  - {{{g.Trim()}, four-eyes: no}}\n"))}---\n"
            + string.Concat(steps.Split('\n').Select(line => line.Trim().Split(' ', 3) switch
            {
                ["##", ..] => $"\n{line.Trim()}\n",
                ["manual", var id, .. var rest] => $"\n- [ ] Item {id} {{#{id} {string.Join(' ', rest)}}}\n",
                [var kind, var id, .. var rest] => $"\n### {id}\n```sh {{#{id} .{kind} {string.Join(' ', rest)}}}\ntrue\n```\n",
                _ => throw new ArgumentException(line, nameof(steps)),
            }));
        var book = RunbookParser.Parse("story.md", text);
        book.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ShouldBeEmpty(text);
        return book;
    }

    /// <summary>A run of the runbook in which this happened.</summary>
    public static RunBuilder Of(Runbook book, string story) => new RunBuilder(book).Play(story);

    /// <summary>This happens, too.</summary>
    public static RunBuilder Play(this RunBuilder builder, string story)
    {
        foreach (var word in story.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = word[(word.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart('+', '-', '?').Split('=')[0];
            if (builder.Book.FindStep(name) is { } skipped && word.StartsWith("skip:", StringComparison.Ordinal))
                GatePolicy.DecideSkip(builder.Book, builder.State, skipped, RunBuilder.Op).Reasons.ShouldBeEmpty(word);
            else if (builder.Book.FindStep(name) is { } step)
                GatePolicy.Decide(builder.Book, builder.State, step, RunBuilder.Op, builder.Now).Reasons.ShouldBeEmpty(word);
            _ = word switch
            {
                ['+', ..] => builder.Run(name),
                ['-', ..] => builder.Run(name, Outcome.Failed),
                ['?', ..] => builder.Begin(name).Interrupt(),
                "yes" or "no" => builder.Add(RunBuilder.Op, new VerdictGiven
                {
                    AttemptId = builder.State.Unsettled(builder.Book).First().Id,
                    Verdict = word == "yes" ? Outcome.Passed : Outcome.Failed,
                    Note = "seen",
                }),
                _ when word.StartsWith("confirm:", StringComparison.Ordinal) => builder.Confirm(name),
                _ when word.StartsWith("choose:", StringComparison.Ordinal) => builder.Confirm(name, choice: word.Split('=')[1]),
                _ when word.StartsWith("skip:", StringComparison.Ordinal) => builder.Skip(name),
                _ => Approve(builder, name),
            };
        }

        return builder;
    }

    private static RunBuilder Approve(RunBuilder builder, string gate)
    {
        var found = builder.Book.FindGate(gate)!;
        GatePolicy.DecideApproval(builder.Book, builder.State, found, RunBuilder.Op, builder.Now).Reasons.ShouldBeEmpty($"approve:{gate}");
        return builder.Approve(found);
    }
}
