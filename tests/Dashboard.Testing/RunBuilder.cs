using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Testing;

/// <summary>A small cutover and runs of it, made of the product's own values and folded by its own rules.</summary>
internal sealed class RunBuilder
{
    public static readonly DateTimeOffset Start = new(2026, 3, 7, 21, 2, 0, TimeSpan.Zero);
    public static readonly Person Op = new(new("u1", "olga"), [Role.Operator]);
    public static readonly Person Reviewer = new(new("u2", "ravi"), [Role.Reviewer]);
    public static readonly Person Lead = new(new("u3", "lea"), [Role.Lead]);
    public static readonly Gate Cutover = new()
    {
        Id = "runtime-cutover",
        Title = "runtime cutover",
        Phrase = "m04-vault-runtime-cutover-approved",
        Unlocks = StepKind.Mutating,
        Fresh = TimeSpan.FromMinutes(30),
        Valid = TimeSpan.FromMinutes(60),
    };

    public static readonly Gate Cleanup = new()
    {
        Id = "clean-up",
        Title = "clean-up",
        Phrase = "m04-vault-destructive-cleanup-approved",
        Unlocks = StepKind.Destructive,
        After = ["smoke"],
        FourEyes = FourEyes.Preferred,
    };

    private readonly List<RecordedEvent> _events = [];

    public RunBuilder(Runbook? book = null, RunMode mode = RunMode.Live, IReadOnlyDictionary<string, string>? inputs = null,
        string? sandbox = null)
    {
        Book = book ?? Runbook;
        Now = Start;
        Add(Op, new RunOpened
        {
            Slug = "signer",
            Title = Book.Title,
            RunbookDigest = Digests.Of("book"),
            Files = [],
            Target = "rs2000",
            Mode = mode,
            ChangeReference = "PR 614",
            Sandbox = sandbox,
            Inputs = (inputs ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(StringComparer.Ordinal),
        });
    }

    public static Runbook Runbook { get; } = Make();

    public Runbook Book { get; }

    public DateTimeOffset Now { get; private set; }

    public RunState State => RunState.Fold("run-1", _events);

    public RunBuilder After(TimeSpan span)
    {
        Now += span;
        return this;
    }

    public RunBuilder Add(Person who, RunEvent what)
    {
        _events.Add(new(_events.Count + 101, Now, who.Actor, what));
        return this;
    }

    public RunBuilder Begin(string stepId, Person? who = null)
    {
        var step = Book.FindStep(stepId)!;
        var number = State.AttemptsOf(stepId).Count() + 1;
        var approval = step.Kind.NeedsApproval() ? State.Approvals.LastOrDefault(a => a.GateId == step.GateId)?.Id : null;
        return Add(who ?? Op, new StepStarted
        {
            AttemptId = $"{stepId}-{number}",
            StepId = stepId,
            StepDigest = step.Digest,
            Number = number,
            Target = "rs2000",
            ApprovalId = approval,
        });
    }

    public RunBuilder End(Outcome outcome = Outcome.Passed, string? reason = null, int? exit = null, string sandbox = "confined, read-only",
        string? tracking = null, string writes = "v1")
    {
        After(TimeSpan.FromSeconds(0.4));
        return Add(Op, new StepFinished
        {
            AttemptId = State.Running!.Id,
            Outcome = outcome,
            Reason = reason ?? (outcome == Outcome.Passed ? "Exit code 0, as expected." : "Exit code 1, expected 0."),
            ExitCode = exit ?? (outcome == Outcome.Passed ? 0 : 1),
            Stdout = new(64, Digests.Of("out"), 0),
            Stderr = new(0, Digests.Of(""), 0),
            Sandbox = sandbox,
            Tracking = tracking,
            Outputs = outcome != Outcome.Passed || Book.FindStep(State.Running!.StepId) is not { Outputs: [_, ..] outputs }
                ? null
                : outputs.ToImmutableSortedDictionary(o => o.Name, _ => writes, StringComparer.Ordinal),
        });
    }

    public RunBuilder Run(string stepId, Outcome outcome = Outcome.Passed) => Begin(stepId).End(outcome).After(TimeSpan.FromSeconds(10));

    public RunBuilder Confirm(string stepId, string note = "done", string? choice = null) =>
        Add(Op, new ManualConfirmed { StepId = stepId, StepDigest = Book.FindStep(stepId)!.Digest, Note = note, Choice = choice })
            .After(TimeSpan.FromSeconds(10));

    public RunBuilder Skip(string stepId) =>
        Add(Op, new StepSkipped { StepId = stepId, StepDigest = Book.FindStep(stepId)!.Digest, Reason = "not needed here" })
            .After(TimeSpan.FromSeconds(10));

    public RunBuilder Interrupt() =>
        Add(new(Actor.System, []),
            new StepInterrupted { AttemptId = State.Running!.Id, Reason = "Outcome unknown: the server stopped during this step." });

    public RunBuilder Approve(Gate gate, Person? who = null, string reason = "") => Add(who ?? Op, new GateApproved
    {
        ApprovalId = $"approval-{State.Approvals.Length + 1}",
        GateId = gate.Id,
        RunbookDigest = State.Opened.RunbookDigest,
        FolderDigest = "f",
        Target = "rs2000",
        InputsDigest = Digests.OfInputs(RunValues.For(Book, State, gate)),
        Reason = reason,
        Steps = [.. InPlay.Of(Book, State).StepsBehind(gate.Id).Select(s => new ApprovedStep(s.Id, s.Digest))],
        RestsOn = [.. GatePolicy.RestsOn(Book, State, gate).Select(a => a.Id)],
        ExpiresAt = gate.Valid is { } valid ? Now + valid : null,
    });

    /// <summary>Preflight done: the gate can be approved.</summary>
    public RunBuilder Prepared() => Confirm("announced").Run("ca-key").Run("signer-up");

    public static Step Step(string id, StepKind kind, string title, string section, string body = "true\n", string? gate = null,
        string? verify = null, int planSeconds = 0)
    {
        var step = new Step
        {
            Id = id,
            Kind = kind,
            Title = title,
            SectionId = section,
            Body = kind == StepKind.Manual ? title : body,
            GateId = gate,
            Verify = verify,
            Language = kind == StepKind.Manual ? "" : "bash",
            Plan = planSeconds > 0 ? TimeSpan.FromSeconds(planSeconds) : null,
            Digest = "",
        };
        return step with { Digest = Digests.OfStep(step) };
    }

    private static Runbook Make()
    {
        Step[] steps =
        [
            Step("announced", StepKind.Manual, "The change window is announced", "preflight"),
            Step("ca-key", StepKind.Preflight, "The rendered CA key is private to root", "preflight",
                "scripts/cutover/safe-session-local-ca-preflight.sh\n", planSeconds: 60),
            Step("signer-up", StepKind.Preflight, "The signer container is up", "preflight",
                "docker inspect safe-session-api\n", planSeconds: 60),
            Step("bring-up", StepKind.Mutating, "Bring up the local signer", "cutover",
                "docker compose -f compose/safe-session.yaml \\\n  -f compose/overlays/safe-session-local-ca.yaml up -d safe-session-api\n",
                "runtime-cutover", "health", 120),
            Step("reload", StepKind.Mutating, "Reload the trusted CAs", "cutover", "systemctl reload ssh\n",
                "runtime-cutover", planSeconds: 60),
            Step("health", StepKind.Smoke, "Health says local", "smoke", "curl -fsS http://localhost:8080/health\n", planSeconds: 60),
            Step("principal", StepKind.Smoke, "The certificate names llmops", "smoke", planSeconds: 60),
            Step("back", StepKind.Rollback, "Back to Vault", "rollback", "docker compose up -d safe-session-api\n", "runtime-cutover"),
            Step("stop-vault", StepKind.Destructive, "Stop Vault", "clean-up", "docker stop vault\n", "clean-up"),
        ];
        string[] sections = ["preflight", "cutover", "smoke", "rollback", "clean-up"];
        var document = ImmutableArray.CreateBuilder<DocumentBlock>();
        foreach (var section in sections)
        {
            document.Add(new DocumentBlock.Heading(2, char.ToUpperInvariant(section[0]) + section[1..], section));
            if (section == "preflight")
                document.Add(
                    new DocumentBlock.Prose("<p>The rendered key must be readable by root alone. Nothing below changes the host until the "
                        + "cutover gate is approved.</p>"));
            if (section == "cutover")
                document.Add(new DocumentBlock.GatePlace(Cutover.Id));
            if (section == "clean-up")
                document.Add(new DocumentBlock.GatePlace(Cleanup.Id));
            document.AddRange(steps.Where(s => s.SectionId == section).Select(s => new DocumentBlock.StepPlace(s.Id)));
        }

        return new()
        {
            Title = "safe-session local CA cutover",
            Owner = "platform",
            Gates = [Cutover, Cleanup],
            Steps = [.. steps],
            Document = document.ToImmutable(),
            Sections = [.. sections.Select(id => new Section(id, char.ToUpperInvariant(id[0]) + id[1..],
                [.. steps.Where(s => s.SectionId == id).Select(s => s.Id)]))],
        };
    }
}
