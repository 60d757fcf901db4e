using System.Collections.Immutable;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Execution;

namespace Dashboard.Testing;

/// <summary>One attempt's execution, without a run around it.</summary>
internal static class Executions
{
    public static StepExecution Of(
        string language, string body, string? container = null, string folder = "/", string? ssh = null, StepKind kind = StepKind.Preflight,
        bool terminal = false, params (string Name, string Value)[] inputs) => new()
        {
            Step = new()
            {
                Id = "step",
                Kind = kind,
                Title = "A step",
                SectionId = "section",
                Language = language,
                Body = body,
                Container = container,
                Terminal = terminal,
                Line = 10,
                Digest = new string('0', 64),
            },
            AttemptId = $"attempt-{Guid.NewGuid():N}",
            Folder = folder,
            Environment = inputs.ToImmutableSortedDictionary(i => i.Name, i => i.Value, StringComparer.Ordinal) is var given
                && container is not null
                ? given
                : given.Add("PATH", "/usr/local/bin:/usr/bin:/bin").Add("HOME", "/root").Add("LANG", "C.UTF-8").Add("TZ", "UTC"),
            Target = new("host", ssh),
        };

    /// <summary>Carries out a check and returns its end and its lines.</summary>
    public static async Task<(RunnerEnd End, string[] Lines)> LookAsync(this IStepRunner runner, StepExecution execution,
        CancellationToken stop = default)
    {
        var sink = new RecordingSink();
        var end = await runner.RunAsync(execution, sink, stop);
        sink.Stderr.ShouldBeEmpty();
        end.Sandbox.ShouldBe("typed check, no process");
        return (end, sink.Lines);
    }
}
