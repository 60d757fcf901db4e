using System.Collections.Immutable;
using CsCheck;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Ledger;

/// <summary>Random run events of every kind, with texts of every script, quotes, controls and astral characters.</summary>
internal static class RunEventGen
{
    private static readonly string[] Awkward = ["", "💥", "\"}", "</script>", "\u2028", "\\u0000", "\0", "é"];

    /// <summary>
    /// Texts that UTF-8 can carry. A lone surrogate is no text, and cannot reach the ledger: forms and files are decoded from UTF-8.
    /// </summary>
    public static readonly Gen<string> Text = Gen.Char.Where(c => !char.IsSurrogate(c)).Array[0, 12]
        .Select(Gen.Int[0, Awkward.Length - 1], (a, b) => new string(a) + Awkward[b]);

    private static readonly Gen<string?> Maybe = Text.Select(Gen.Bool, (t, b) => b ? t : null);
    private static readonly Gen<ImmutableArray<string>> Texts = Text.Array[0, 3].Select(t => t.ToImmutableArray());
    private static readonly Gen<Outcome> Outcomes = Gen.Enum<Outcome>();
    private static readonly Gen<OutputSummary> Summaries = Gen.Select(Gen.Long, Text, Gen.Long, (a, b, c) => new OutputSummary(a, b, c));
    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, DateTime.MaxValue.Ticks]
        .Select(t => new DateTimeOffset(t, TimeSpan.Zero));

    public static readonly Gen<Actor> Actors = Gen.Select(Text, Text, (id, name) => new Actor(id, name));

    private static readonly Gen<RunEvent> Opened =
        from text in Text.Array[5]
        from change in Maybe
        from mode in Gen.Enum<RunMode>()
        from inputs in Gen.Dictionary(Text, Text)[0, 3]
        from warnings in Texts
        from size in Gen.Long
        from executable in Gen.Bool
        select (RunEvent)new RunOpened
        {
            Slug = text[0],
            Title = text[1],
            RunbookDigest = text[2],
            Target = text[3],
            Mode = mode,
            ChangeReference = change,
            Files = [new(text[4], text[2], size, executable)],
            Inputs = inputs.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Warnings = warnings,
        };

    private static readonly Gen<RunEvent> Started =
        from text in Text.Array[4]
        from approval in Maybe
        from number in Gen.Int
        from names in Texts
        from half in Gen.Bool
        from tie in Gen.Enum<ApproverTie>().Nullable()
        select (RunEvent)new StepStarted
        {
            AttemptId = text[0],
            StepId = text[1],
            StepDigest = text[2],
            Target = text[3],
            Number = number,
            ApprovalId = approval,
            EnvironmentNames = names,
            InProgress = half,
            Tie = tie,
        };

    private static readonly Gen<RunEvent> Finished =
        from text in Text.Array[3]
        from outcome in Outcomes
        from exit in Gen.Int.Nullable()
        from counts in Gen.Int.Array[2]
        from output in Summaries.Array[2]
        from left in Texts
        from incomplete in Gen.Bool
        from untrusted in Gen.Bool
        from held in Maybe
        from tracking in Maybe
        from secrets in Gen.Select(Text, Gen.Int, Maybe, (file, values, note) => new KnownSecret(file, values, note)).Array[0, 2]
        from told in Gen.Bool
        select (RunEvent)new StepFinished
        {
            AttemptId = text[0],
            Reason = text[1],
            Sandbox = text[2],
            Outcome = outcome,
            ExitCode = exit,
            Tries = counts[0],
            Masked = counts[1],
            Stdout = output[0],
            Stderr = output[1],
            LeftBehind = left,
            Incomplete = incomplete,
            Untrusted = untrusted,
            HeldBack = held,
            Tracking = tracking,
            Secrets = told ? [.. secrets] : null,
            SecretOutputs = left,
        };

    private static readonly Gen<RunEvent> Approved =
        from text in Text.Array[8]
        from rests in Texts
        from ends in Times.Nullable()
        from renewal in Gen.Bool
        select (RunEvent)new GateApproved
        {
            ApprovalId = text[0],
            GateId = text[1],
            RunbookDigest = text[2],
            FolderDigest = text[3],
            Target = text[4],
            InputsDigest = text[5],
            Steps = [new(text[6], text[7])],
            Rollbacks = renewal ? [new(text[7], text[6])] : null,
            RestsOn = rests,
            Reason = text[7],
            ExpiresAt = ends,
            Renewal = renewal,
        };

    private static readonly Gen<RunEvent> Small = Gen.OneOf(
        Gen.Select(Text, Text, (a, b) => (RunEvent)new StepInterrupted { AttemptId = a, Reason = b }),
        Gen.Select(Text, Outcomes, Text, (a, o, b) => (RunEvent)new VerdictGiven { AttemptId = a, Verdict = o, Note = b }),
        Gen.Select(Text, Text, Text, Maybe,
            (a, b, c, d) => (RunEvent)new ManualConfirmed { StepId = a, StepDigest = b, Note = c, Choice = d }),
        Gen.Select(Text, Text, Text, (a, b, c) => (RunEvent)new StepSkipped { StepId = a, StepDigest = b, Reason = c }),
        Gen.Select(Texts, a => (RunEvent)new SecretsEntered { Names = a }),
        Gen.Select(Text, Text, (a, b) => (RunEvent)new WindowOverridden { Window = a, Reason = b }),
        Gen.Select(Text, Text, (a, b) => (RunEvent)new ApprovalRefused { GateId = a, Reason = b }),
        Gen.Select(Text, Text, (a, b) => (RunEvent)new ApprovalVoided { ApprovalId = a, Reason = b }),
        Gen.Select(Text, Maybe, (a, b) => (RunEvent)new NoteAdded { Text = a, StepId = b }),
        Gen.Select(Text, Text, Text, Gen.Long, Maybe,
            (a, b, c, n, d) => (RunEvent)new FileAttached { Name = a, MediaType = b, Digest = c, Length = n, StepId = d }),
        Gen.Select(Gen.Long, Gen.Bool, (ticks, unknown) => (RunEvent)new ClockChanged { By = new(ticks), AgeUnknown = unknown }),
        Gen.Select(Gen.Enum<RunResult>(), Text, (r, a) => (RunEvent)new RunClosed { Result = r, Reason = a }));

    public static readonly Gen<RunEvent> Any = Gen.Frequency((1, Opened), (1, Started), (1, Finished), (1, Approved), (8, Small));

    public static readonly Gen<DateTimeOffset> At = Times;
}
