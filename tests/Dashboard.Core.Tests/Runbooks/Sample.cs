namespace Dashboard.Core.Tests.Runbooks;

/// <summary>The runbook that the format is explained by.</summary>
internal static class Sample
{
    public const string Text = """
        ---
        title: safe-session local CA cutover
        owner: platform
        inputs:                       # become environment variables of every step; never pasted into its text
          - name: PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE
            description: path of the CA private key rendered on the host
            pattern: ^/[A-Za-z0-9._/-]+$
            required: true
        secrets:                      # files whose content must never appear in any output
          - file: PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE
        files:                        # pinned with the runbook: what was approved is what runs
          - compose/overlays/safe-session-local-ca.yaml
          - scripts/cutover/safe-session-local-ca-preflight.sh
        gates:
          - id: runtime-cutover
            phrase: m04-vault-runtime-cutover-approved
            unlocks: mutating
            fresh: 30m                # how old the passed preflight evidence may be
            valid: 60m                # how long the approval lasts
          - id: destructive-cleanup
            phrase: m04-vault-destructive-cleanup-approved
            unlocks: destructive
            after: [smoke]            # kinds or step ids that must have passed first
            four-eyes: preferred      # or `required`: the approver must not be the one who runs the steps
        ---

        ## Preflight

        - [ ] The change window is announced {#announced}

        ### The rendered CA key is private to root
        ```bash {#ca-key .preflight timeout=10s}
        scripts/cutover/safe-session-local-ca-preflight.sh
        ```

        ### The container is up
        ```container {#signer-up .preflight}
        name: safe-session-api
        state: running
        mounts:
          - target: /run/secrets/safe-session-ca
            read-only: true
        ```

        """;

    /// <summary>The rest that makes it whole: a step behind each gate, smoke and a rollback.</summary>
    public const string Rest = """
        ## Cutover

        ```bash {#switch .mutating verify=signer-is-local plan=2m}
        docker compose up -d
        ```

        ## Smoke

        ### The signer is local
        ```bash {#signer-is-local .smoke retry=5 every=3s expect-output="^signer: (local|ca)$"}
        curl -fsS http://127.0.0.1:8080/signer
        ```

        ## Rollback

        ```bash {#back .rollback}
        docker compose up -d
        ```

        ## Clean-up

        ```bash {#stop-vault .destructive}
        docker compose rm -sf vault
        ```
        """;
}
