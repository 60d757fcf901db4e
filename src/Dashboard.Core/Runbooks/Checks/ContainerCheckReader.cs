using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Yaml;

namespace Dashboard.Core.Runbooks.Checks;

/// <summary>Reads what a <c>container</c> fence expects.</summary>
internal static class ContainerCheckReader
{
    private static readonly string[] Keys = ["name", "state", "health", "image", "mounts", "env", "restarts"];
    private static readonly string[] MountKeys = ["target", "read-only", "source"];
    private static readonly string[] States = ["created", "running", "paused", "restarting", "removing", "exited", "dead"];
    private static readonly string[] Healths = ["healthy", "unhealthy", "starting", "none"];

    /// <summary>
    /// Reads, for example:
    /// <code>
    /// name: safe-session-api
    /// state: running
    /// health: healthy
    /// image: registry.example/safe-session-api:4.2
    /// mounts:
    ///   - target: /run/secrets/safe-session-ca
    ///     read-only: true
    /// env: [SAFE_SESSION_SIGNER]
    /// restarts: 0
    /// </code>
    /// </summary>
    public static ContainerCheck Read(YamlMap map, Findings findings, Substitution values)
    {
        var fields = new YamlFields(map, "a container check", Keys, findings, values);
        return new()
        {
            Name = fields.RequiredText("name") ?? "",
            State = fields.Choice("state", States),
            Health = fields.Choice("health", Healths),
            Image = fields.Text("image"),
            Mounts = [.. fields.Maps("mounts", "- target: /run/secrets/key").Select(m => Mount(m, findings, values))],
            Env = [.. fields.Texts("env").Select(t => t.Value)],
            MaxRestarts = fields.Number("restarts", 0, int.MaxValue),
        };
    }

    private static ExpectedMount Mount(YamlMap map, Findings findings, Substitution values)
    {
        var fields = new YamlFields(map, "a mount", MountKeys, findings, values);
        return new(fields.RequiredText("target") ?? "", fields.Flag("read-only"), fields.Text("source"));
    }
}
