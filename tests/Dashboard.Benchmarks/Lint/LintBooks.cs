namespace Dashboard.Benchmarks.Lint;

/// <summary>
/// Writes runbooks as people write them, with a step of each kind: a promise, a typed check, a change, a rollback, a typed check.
/// </summary>
internal static class LintBooks
{
    /// <summary>In every so many runbooks a check changes something.</summary>
    public const int BadEvery = 10;

    /// <summary>Writes them.</summary>
    /// <param name="folder">Where the runbooks go.</param>
    /// <param name="scripts">Where their scripts go once more, each in a file.</param>
    /// <param name="count">How many.</param>
    public static void Write(string folder, string scripts, int count)
    {
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(scripts);
        for (var i = 0; i < count; i++)
        {
            string[] steps = [Move(i, i), Move(i, i - 1)];
            for (var s = 0; s < steps.Length; s++)
                File.WriteAllText(Path.Combine(scripts, $"{i}-{s}"), $"#!/bin/bash -eu\n{steps[s]}");
            File.WriteAllText(Path.Combine(folder, $"service-{i}.md"), $$$"""
                ---
                title: Move service {{{i}}}
                gates: [{id: change, phrase: service-{{{i}}}-approved, unlocks: mutating, fresh: 30m}]
                ---
                - [ ] The window of service {{{i}}} is announced {#announced}

                ## Preflight
                ```container {#runs .preflight}
                name: service-{{{i}}}
                state: running
                ```
                ## Change
                ```bash {#change .mutating verify=healthy}
                {{{steps[0]}}}
                ```
                ```bash {#back .rollback verify=healthy}
                {{{steps[1]}}}
                ```
                ## Smoke
                {{{Smoke(i)}}}
                """);
        }
    }

    private static string Smoke(int i) => i % BadEvery == 0
        ? $"```bash {{#healthy .smoke}}\ndocker restart service-{i}\n```\n"
        : $"```http {{#healthy .smoke retry=3}}\nurl: http://127.0.0.1:{10_000 + i}/health\n```\n";

    private static string Move(int i, int release) => $"""
        cd /srv/service-{i}
        ln -sfn releases/{release} live.next
        mv -T live.next live
        docker compose -f compose.yaml up -d --no-deps service-{i}
        """;
}
