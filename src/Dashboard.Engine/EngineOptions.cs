using System.ComponentModel.DataAnnotations;
using Dashboard.Core.Attempts;
using Dashboard.Execution;

namespace Dashboard.Engine;

/// <summary>The settings below <c>Dashboard:</c>. Checked at start, all at once.</summary>
public sealed class EngineOptions : ExecutionOptions
{
    /// <summary>Where scripts look for programs when nobody says otherwise.</summary>
    public const string UsualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The folder that holds the runbooks (<c>Dashboard:Runbooks</c>).</summary>
    [Required]
    public string Runbooks { get; set; } = "";

    /// <summary>
    /// Hosts besides the local one: name to SSH destination (<c>Dashboard:Targets:NAME</c>); an empty destination names the local host.
    /// </summary>
    public Dictionary<string, string> Targets { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// What the inputs of runbooks are filled in with on this host, instead of the runbook's defaults (<c>Dashboard:Inputs:NAME</c>).
    /// People can change it.
    /// </summary>
    public Dictionary<string, string> Inputs { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Where scripts on this host look for programs, and where interpreters are looked for (<c>Dashboard:Path</c>): absolute folders,
    /// separated by colons.
    /// </summary>
    [Required]
    public string Path { get; set; } = UsualPath;

    /// <summary>How large an attached file may be, in bytes (<c>Dashboard:AttachmentCap</c>). Default 10 MiB.</summary>
    [Range(1, 1 << 30)]
    public long AttachmentCap { get; set; } = 10L << 20;

    /// <summary>
    /// Where each checkpoint is posted to (<c>Dashboard:CheckpointWebhook</c>), an http or https address; empty for nowhere.
    /// </summary>
    public string CheckpointWebhook { get; set; } = "";

    /// <summary>
    /// The syslog that each checkpoint is sent to (<c>Dashboard:CheckpointSyslog</c>): <c>udp://HOST:514</c> or <c>unix:///dev/log</c>;
    /// empty for none.
    /// </summary>
    public string CheckpointSyslog { get; set; } = "";

    /// <summary>
    /// What is made of an approver whose account was invited by whoever runs the steps, or the other way round
    /// (<c>Dashboard:InvitedApprover</c>). Default flagged.
    /// </summary>
    public InvitedApprover InvitedApprover { get; set; } = InvitedApprover.Flagged;

    /// <summary>
    /// The proxies whose word is taken for where a request comes from (<c>Dashboard:Proxies</c>): addresses and networks, separated by
    /// commas, such as <c>127.0.0.1, 10.1.0.0/24</c>. Default none: nobody's.
    /// </summary>
    public string Proxies { get; set; } = "";

    /// <summary>How many of these proxies stand one behind the other (<c>Dashboard:ProxyHops</c>). Default 1.</summary>
    [Range(1, 10)]
    public int ProxyHops { get; set; } = 1;

    /// <summary>
    /// The path that the dashboard lies below at its proxy's site (<c>Dashboard:PathBase</c>), such as <c>/cutover</c>. Default none: the
    /// site's root.
    /// </summary>
    public string PathBase { get; set; } = "";

    /// <summary>Where the database lies.</summary>
    public string DatabaseFile => System.IO.Path.Combine(Data, "dashboard.db");

    /// <summary>The name of the local host as a target.</summary>
    public string LocalTarget => Targets.FirstOrDefault(t => t.Value.Length == 0).Key ?? Environment.MachineName.ToLowerInvariant();

    /// <summary>What of <see cref="Path"/> is no absolute folder, an empty entry as well; null when all are.</summary>
    public string? PathProblem => Path.Split(':').FirstOrDefault(folder =>
        !folder.StartsWith('/') || folder.Any(char.IsControl) || folder.Split('/').Any(part => part is "." or ".."));

    /// <summary>All targets, the local host first.</summary>
    public IEnumerable<Target> AllTargets =>
        new[] { new Target(LocalTarget) }.Concat(Targets.Where(t => t.Value.Length > 0).Select(t => new Target(t.Key, t.Value)));

    /// <summary>The target of this name; null when the settings name none.</summary>
    public Target? FindTarget(string name) => AllTargets.FirstOrDefault(t => t.Name == name);
}
