namespace Dashboard.Benchmarks.Lint;

/// <summary>Writes runbooks as people write them: one script that looks, one that changes, one that goes back, and two typed checks.</summary>
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
            string[] steps = [Look(i), Move(i, i), Move(i, i - 1)];
            for (var s = 0; s < steps.Length; s++)
                File.WriteAllText(Path.Combine(scripts, $"{i}-{s}"), $"#!/bin/bash -eu\n{steps[s]}");
            File.WriteAllText(Path.Combine(folder, $"service-{i}.md"), $$$"""
                ---
                title: Move service {{{i}}}
                gates: [{id: change, phrase: service-{{{i}}}-approved, unlocks: mutating, fresh: 30m}]
                ---
                ## Preflight
                ```bash {#look .preflight}
                {{{steps[0]}}}
                ```
                ```container {#runs .preflight}
                name: service-{{{i}}}
                state: running
                ```
                ## Change
                ```bash {#change .mutating verify=healthy}
                {{{steps[1]}}}
                ```
                ```bash {#back .rollback verify=healthy}
                {{{steps[2]}}}
                ```
                ## Smoke
                ```http {#healthy .smoke retry=3}
                url: http://127.0.0.1:{{{10_000 + i}}}/health
                ```
                """);
        }
    }

    private static string Look(int i) => $"""
        free=$(df --output=avail -k /srv/service-{i} | tail -n 1)
        echo "$free kB are free"
        [ "$free" -gt {100_000 + i} ]
        {(i % BadEvery == 0 ? $"docker restart service-{i}" : $"docker logs --since 1m service-{i} 2>&1 | tail -n 3")}
        """;

    private static string Move(int i, int release) => $"""
        cd /srv/service-{i}
        ln -sfn releases/{release} live.next
        mv -T live.next live
        docker compose -f compose.yaml up -d --no-deps service-{i}
        """;
}
