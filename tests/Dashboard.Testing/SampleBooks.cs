namespace Dashboard.Testing;

/// <summary>Small runbooks for tests.</summary>
internal static class SampleBooks
{
    /// <summary>
    /// One preflight, two mutating steps behind a gate, smoke, a rollback, and a destructive step behind a gate of its own.
    /// </summary>
    public const string Whole = """
        ---
        title: A small cutover
        inputs:
          - name: STATE
            description: the folder that is changed
        gates:
          - id: change
            phrase: change-approved
            unlocks: mutating
            fresh: 30m
            valid: 60m
          - id: clean-up
            phrase: clean-up-approved
            unlocks: destructive
            after: [smoke]
        ---

        ## Preflight

        ```bash {#ready .preflight}
        echo ready
        ```

        ## Change

        ```bash {#first .mutating verify=looks}
        echo one >> "$STATE/changed"
        ```

        ```bash {#second .mutating verify=looks}
        test ! -e "$STATE/fail" && echo two >> "$STATE/changed"
        ```

        ## Smoke

        ```bash {#looks .smoke}
        cat "$STATE/changed"
        ```

        ## Rollback

        ```bash {#back .rollback}
        rm -f "$STATE/changed"
        ```

        ## Clean up

        ```bash {#gone .destructive}
        echo gone >> "$STATE/gone"
        ```
        """;

    /// <summary>A runbook of one preflight step.</summary>
    public static string Preflight(string body, string attributes = "", string frontMatter = "title: One check") => $$"""
        ---
        {{frontMatter}}
        ---

        ## Preflight

        ```bash {#check .preflight {{attributes}}}
        {{body}}
        ```
        """;

    /// <summary>A runbook of one mutating step, <c>change</c>, behind the gate <c>go</c>.</summary>
    public static string Change(string body, string attributes = "") => $$"""
        ---
        title: One change
        gates:
          - {id: go, phrase: go, unlocks: mutating}
        ---

        ## Change

        ```bash {#change .mutating {{attributes}}}
        {{body}}
        ```
        """;
}
