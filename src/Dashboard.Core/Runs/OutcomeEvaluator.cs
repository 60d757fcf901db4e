using System.Text.RegularExpressions;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Text;

namespace Dashboard.Core.Runs;

/// <summary>Says what an attempt's end means.</summary>
public static class OutcomeEvaluator
{
    /// <summary>How long the author's regular expression may take on the output.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The outcome, and why, in one sentence.</summary>
    /// <param name="step">The step.</param>
    /// <param name="end">How its runner left it.</param>
    /// <param name="stop">What ended it early, if anything did.</param>
    /// <param name="text">The masked output of the last try.</param>
    /// <param name="lost">Why part of the output is not there to be looked at, in a sentence; null when all of it is.</param>
    public static (Outcome Outcome, string Reason) Evaluate(Step step, RunnerEnd end, StopReason stop, string text, string? lost)
    {
        // Whatever ended it: what a change did when nobody saw its end is for a person to say.
        if (end.Uncertain && step.Kind.ChangesHost())
        {
            return (Outcome.Unknown, stop.Cause switch
            {
                StopCause.Deadline => $"Its time limit of {Durations.Exactly(step.Timeout)} was over. ",
                StopCause.Cancelled => $"{stop.By} cancelled it. ",
                StopCause.ServerStopping => "The server was stopped while it ran. ",
                _ => "",
            } + end.Failure);
        }

        // What came in the moment in which it ended, or while its output was being waited for, did not end it.
        switch (end.EndedByItself ? StopCause.None : stop.Cause)
        {
            case StopCause.Deadline:
                return (Outcome.TimedOut, $"It was ended after {Durations.Exactly(step.Timeout)}, its time limit.");
            case StopCause.Cancelled:
                return (Outcome.Cancelled, $"{stop.By} cancelled it.");
            case StopCause.ServerStopping:
                // A change that was broken off may have taken effect or not, unless nothing of it had begun; a check that was broken off
                // has just not happened.
                return step.Kind.ChangesHost() && !end.NotBegun
                    ? (Outcome.Unknown, "The server was stopped while it ran.")
                    : (Outcome.Cancelled, "The server was stopped while it ran.");
            default:
                break;
        }

        if (lost is null)
            return Problem(step, end, text) is { } mismatch ? (Outcome.Failed, mismatch) : (Outcome.Passed, PassedReason(step, end));

        // What is not there neither matches an expectation nor fails to.
        var problem = Problem(step with { ExpectOutput = null }, end, "");
        // Nothing passes without its evidence. What a change did is then for a person to say.
        return (step.Kind.ChangesHost() && problem is null ? Outcome.Unknown : Outcome.Failed,
            lost + (problem is null ? "" : $" {problem}"));
    }

    /// <summary>Why the try was not as it should be, in one sentence; null when it was. What <c>retry</c> asks between two tries.</summary>
    public static string? Problem(Step step, RunnerEnd end, string text) =>
        end.Failure is { } failure ? failure
        : end.ExitCode != step.ExpectExit
            ? $"Exit code {end.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, expected "
                + $"{step.ExpectExit}." + (SandboxHints.Of(step, end, text) is { } hint ? $" {hint}" : "")
        : step.ExpectOutput is { } pattern && MatchProblem(pattern, text) is { } mismatch ? mismatch
        : StepOutputs.Read(step, end.Written).Problem;

    private static string PassedReason(Step step, RunnerEnd end) =>
        $"Exit code {end.ExitCode}" + (step.ExpectOutput is null ? "." : ", and the output is as expected.");

    private static string? MatchProblem(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(TerminalText.Plain(text), pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, MatchTimeout)
                ? null
                : $"The output does not match {pattern}";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"Matching the output against {pattern} took longer than {MatchTimeout.TotalSeconds} s; simplify the expression.";
        }
    }
}
