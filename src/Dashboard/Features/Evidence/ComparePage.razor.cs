using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Shared.Steps;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Features.Evidence;

/// <summary>Two attempts side by side, of one run or of two: a rehearsal against the real thing.</summary>
public sealed partial class ComparePage
{
    private const int MostLines = 5_000;

    private AttemptSummary? _left;
    private AttemptSummary? _right;
    private (Attempt? Left, Attempt? Right) _told;
    private SideBySideDiffModel? _diff;
    private bool _asked;
    private bool _cut;
    private bool _forged;

    [SupplyParameterFromQuery]
    private string? A { get; set; }

    [SupplyParameterFromQuery]
    private string? B { get; set; }

    [SupplyParameterFromQuery]
    private bool All { get; set; }

    [Inject]
    private IEvidenceQueries Queries { get; set; } = default!;

    [Inject]
    private IRunReader Runs { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        (_cut, _forged) = (false, false);
        var (left, right) = (await FindAsync(A), await FindAsync(B));
        _asked = true;
        if (left is null || right is null)
            return;
        // The earlier one on the left, whichever was opened first: what is new stands on the right.
        if (left.Sequence > right.Sequence)
            (left, right) = (right, left);
        _told = (await ToldAsync(left), await ToldAsync(right));
        var (old, fresh) = (await TextAsync(left), await TextAsync(right));
        // Comparing takes time that grows with both; a page for people needs no more.
        _diff = await Task.Run(() => SideBySideDiffBuilder.Diff(old, fresh, ignoreWhiteSpace: false));
        (_left, _right) = (left, right);
    }

    private async Task<AttemptSummary?> FindAsync(string? id) => id is null ? null : await Queries.FindAttemptAsync(id);

    // Of a run that cannot be read, the outputs can still be compared.
    private async Task<Attempt?> ToldAsync(AttemptSummary attempt)
    {
        try
        {
            return (await Runs.FindAsync(attempt.RunId))?.State.Attempts.FirstOrDefault(a => a.Id == attempt.AttemptId);
        }
        catch (UnreadableRunException)
        {
            return null;
        }
    }

    private async Task<string> TextAsync(AttemptSummary attempt)
    {
        var lines = await Queries.LinesAsync(attempt.AttemptId, 1, MostLines);
        _cut |= await Queries.CountLinesAsync(attempt.AttemptId) > MostLines;
        _forged |= lines.Any(l => l.Differs);
        return string.Join('\n', lines.Select(l => l.Plain));
    }

    private IEnumerable<Fact> Facts()
    {
        var (left, right) = (_left!, _right!);
        var (one, two) = (_told.Left, _told.Right);
        yield return new("Step", left.Title, right.Title);
        yield return new("Command, SHA-256", StepPresentation.ShortDigest(one?.Started.StepDigest ?? ""),
            StepPresentation.ShortDigest(two?.Started.StepDigest ?? ""));
        yield return new("Mode", left.Mode.DisplayName(), right.Mode.DisplayName());
        yield return new("Target", left.Target, right.Target);
        yield return new("Outcome", left.Word, right.Word);
        yield return new("Why", one?.Reason ?? "", two?.Reason ?? "");
        yield return new("Exit code", $"{one?.Finished?.ExitCode}", $"{two?.Finished?.ExitCode}");
        yield return new("Sandbox", one?.Finished?.Sandbox ?? "", two?.Finished?.Sandbox ?? "");
        yield return new("Processes tracked by", one?.Finished?.Tracking ?? "", two?.Finished?.Tracking ?? "");
        yield return new("Masked", Masked(one), Masked(two));
        yield return new("By", left.By, right.By);
        yield return new("Began, UTC", Utc(left), Utc(right)) { Compared = false };
        yield return new("Took", Took(left), Took(right)) { Compared = false };
        yield return new("Revision", StepPresentation.ShortDigest(left.RunbookDigest), StepPresentation.ShortDigest(right.RunbookDigest));
    }

    private static string Masked(Attempt? attempt) => attempt?.Finished is { } end ? MaskingSummary.Of(end) : "";

    private static string Address(AttemptSummary attempt) => $"runs/{attempt.RunId}/attempts/{attempt.AttemptId}";

    private static string Heading(AttemptSummary attempt) => $"Run {attempt.RunNumber}, attempt {attempt.Number}";

    private static string Utc(AttemptSummary attempt) =>
        attempt.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    private static string Took(AttemptSummary attempt) => attempt.EndedAt is { } end ? Durations.Words(end - attempt.StartedAt) : "";

    /// <summary>Something that both attempts have.</summary>
    private sealed record Fact(string Name, string Left, string Right)
    {
        // Two attempts never begin at the same moment: that they do not is no news.
        public bool Compared { get; init; } = true;

        public bool Differs => Compared && Left != Right;
    }
}
