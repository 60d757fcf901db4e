using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Rehearsals;

/// <summary>
/// A live run of m04 on the rehearsal platform, by the whole engine, from a copy of the shipped runbooks that can be broken.
/// </summary>
internal sealed class Cutover : IAsyncDisposable
{
    public const string Runtime = "runtime-cutover";
    public const string CleanUp = "destructive-cleanup";

    private readonly RehearsalPlatform _platform;
    private string _run = "";

    private Cutover(RehearsalPlatform platform, EngineHarness engine) => (_platform, Engine) = (platform, engine);

    public EngineHarness Engine { get; }

    public string Overlay => Path.Combine(Engine.Runbooks, "compose/overlays/safe-session-local-ca.yaml");

    /// <summary>The runbook as it stands in the copy.</summary>
    public Runbook Book => RunbookParser.Parse(RehearsalPlatform.Slug, File.ReadAllText(BookFile), _ => null);

    private string BookFile => Path.Combine(Engine.Runbooks, RehearsalPlatform.Slug + ".md");

    public static async Task<Cutover> StartAsync(RehearsalPlatform platform, Action<EngineOptions>? configure = null)
    {
        var cutover = new Cutover(platform, await EngineHarness.StartAsync(configure));
        await Repository.MustRunAsync("cp", "-rp", Repository.Runbooks + "/.", cutover.Engine.Runbooks);
        return cutover;
    }

    /// <summary>
    /// Breaks something by a command; it finds the runbook's inputs, the platform's folder, and KEY, OVERLAY and BOOK, as variables.
    /// </summary>
    public Task BreakAsync(string command) => _platform.ShellAsync(command,
        ("KEY", _platform.Inputs[RehearsalPlatform.KeyVariable]), ("OVERLAY", Overlay), ("BOOK", BookFile), ("folder", _platform.Folder));

    /// <summary>Opens the run, with the platform's inputs and the runbook's defaults.</summary>
    public async Task<CommandResult> OpenAsync(string? without = null, RunMode mode = RunMode.Live)
    {
        var inputs = Book.Inputs.Where(i => i.Default is not null)
            .ToImmutableSortedDictionary(i => i.Name, i => i.Default!, StringComparer.Ordinal)
            .SetItems(_platform.Inputs);
        var opened = await Engine.Runs.OpenAsync(Engine.First,
            new(RehearsalPlatform.Slug, new EngineOptions().LocalTarget, mode, null, without is null ? inputs : inputs.Remove(without)));
        _run = opened.Id ?? "";
        return opened;
    }

    /// <summary>Confirms what people promise each other before the change.</summary>
    public async Task PromiseAsync()
    {
        foreach (var step in Section("Preconditions"))
            (await Engine.DoAsync(_run, new RunCommand.ConfirmManual(step, "yes"))).Reasons.ShouldBeEmpty();
    }

    /// <summary>Runs the steps of a section, each of which must pass, up to one that is left out.</summary>
    public async Task PassAsync(string section, string until = "")
    {
        foreach (var step in Section(section).TakeWhile(s => s != until))
            await PassStepAsync(step);
    }

    /// <summary>Runs a step that must pass.</summary>
    public async Task PassStepAsync(string step)
    {
        var (outcome, evidence) = await RunAsync(step);
        outcome.ShouldBe(Outcome.Passed, $"{step}: {evidence}");
    }

    /// <summary>Runs a step, and returns how it ended and what it leaves to be read: its output, and the reason in words.</summary>
    public async Task<(Outcome? Outcome, string Evidence)> RunAsync(string step)
    {
        var attempt = await Engine.RunAsync(_run, step);
        return (attempt.Outcome, await Engine.OutputAsync(attempt.Id) + attempt.Reason);
    }

    /// <summary>Types a gate's phrase.</summary>
    public Task<CommandResult> ApproveAsync(string gate) =>
        Engine.DoAsync(_run, new RunCommand.ApproveGate(gate, Book.FindGate(gate)!.Phrase, "there is nobody else"));

    /// <summary>The gate stays shut and names the step, in spite of the right phrase, and everything behind it is refused.</summary>
    public async Task ShouldStayLockedAsync(string gate, string becauseOf)
    {
        var refused = await ApproveAsync(gate);
        var reason = refused.Reasons.Where(r => r.StepId == becauseOf).ShouldHaveSingleItem();
        reason.Code.ShouldBe(gate == Runtime ? LockCode.PreflightMissing : LockCode.AfterMissing);
        reason.Message.ShouldEndWith($"“{Book.FindStep(becauseOf)!.Title}” failed.");
        foreach (var step in Book.Steps.Where(s => s.GateId == gate && s.Kind.NeedsApproval()))
            (await Engine.DoAsync(_run, new RunCommand.StartStep(step.Id))).Reasons
                .ShouldContain(r => r.Code == LockCode.NotApproved, step.Id);
        (await Engine.DoAsync(_run, new RunCommand.ConfirmManual("soaked", "long enough"))).Reasons
            .ShouldContain(r => r.Code == LockCode.SectionNotReached && r.StepId == becauseOf);
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    private IEnumerable<string> Section(string title) => Book.Sections.Single(s => s.Title == title).StepIds;
}
