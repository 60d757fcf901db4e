using System.ComponentModel.DataAnnotations;
using Dashboard.Engine.Execution.Confinement;

namespace Dashboard.Engine;

/// <summary>A host that steps run on.</summary>
/// <param name="Name">Its name in runbooks, evidence and screens.</param>
/// <param name="Ssh">The OpenSSH destination (<c>user@host</c>, or a host of <c>ssh_config</c>); null for the local host.</param>
public sealed record Target(string Name, string? Ssh = null)
{
    /// <summary>Whether steps run on this very host.</summary>
    public bool IsLocal => Ssh is null;
}

/// <summary>What is made of an approver and somebody who runs the steps when the account of one was invited by the other.</summary>
public enum InvitedApprover
{
    /// <summary>Nothing: they are two people.</summary>
    Allowed,

    /// <summary>They are two people, and the audit says how their accounts are tied.</summary>
    Flagged,

    /// <summary>They count as one person, so gates that ask for four eyes ask for somebody else.</summary>
    Refused,
}

/// <summary>The settings below <c>Dashboard:</c>. Checked at start, all at once.</summary>
public sealed class EngineOptions
{
    /// <summary>Where the Docker engine listens when nobody says otherwise: there every Docker client looks by itself.</summary>
    public const string UsualDocker = "unix:///var/run/docker.sock";

    /// <summary>The one folder that holds the product's data (<c>Dashboard:Data</c>).</summary>
    [Required]
    public string Data { get; set; } = "";

    /// <summary>The folder that holds the runbooks (<c>Dashboard:Runbooks</c>).</summary>
    [Required]
    public string Runbooks { get; set; } = "";

    /// <summary>Hosts besides the local one: name to SSH destination (<c>Dashboard:Targets:NAME</c>); an empty destination names the local host.</summary>
    public Dictionary<string, string> Targets { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What the inputs of runbooks are filled in with on this host, instead of the runbook's defaults (<c>Dashboard:Inputs:NAME</c>). People can change it.</summary>
    public Dictionary<string, string> Inputs { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Where the Docker engine listens (<c>Dashboard:Docker</c>), such as <c>unix:///run/user/1000/docker.sock</c>. Steps find it in DOCKER_HOST.</summary>
    [Required]
    public string Docker { get; set; } = UsualDocker;

    /// <summary>How many bytes of one attempt's output are kept; head and tail, the middle is left out (<c>Dashboard:OutputCap</c>). Default 64 MiB.</summary>
    [Range(1 << 20, long.MaxValue)]
    public long OutputCap { get; set; } = 64L << 20;

    /// <summary>How large an attached file may be, in bytes (<c>Dashboard:AttachmentCap</c>). Default 10 MiB.</summary>
    [Range(1, 1 << 30)]
    public long AttachmentCap { get; set; } = 10L << 20;

    /// <summary>How long a stopped step has between TERM and KILL (<c>Dashboard:Grace</c>). Default 5 s.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a step that has ended may keep its pipe open through a child (<c>Dashboard:Drain</c>). Default 2 s.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How much memory one step may take, with all that it starts, in bytes (<c>Dashboard:StepMemory</c>). Default 0: any. It takes cgroups of version 2
    /// that the server may write; without them the step runs all the same, and its evidence says that it was not limited.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long StepMemory { get; set; }

    /// <summary>How much of a processor one step may take, in percent; 150 is one and a half (<c>Dashboard:StepCpu</c>). Default 0: any. See <see cref="StepMemory"/>.</summary>
    [Range(0, 1_000_000)]
    public int StepCpu { get; set; }

    /// <summary>Where each checkpoint is posted to (<c>Dashboard:CheckpointWebhook</c>), an http or https address; empty for nowhere.</summary>
    public string CheckpointWebhook { get; set; } = "";

    /// <summary>The syslog that each checkpoint is sent to (<c>Dashboard:CheckpointSyslog</c>): <c>udp://HOST:514</c> or <c>unix:///dev/log</c>; empty for none.</summary>
    public string CheckpointSyslog { get; set; } = "";

    /// <summary>What happens to read-only steps where the sandbox does not hold (<c>Dashboard:Sandbox</c>). Default: they run, and their evidence says so.</summary>
    public SandboxMode Sandbox { get; set; } = SandboxMode.Preferred;

    /// <summary>
    /// What is made of an approver whose account was invited by whoever runs the steps, or the other way round (<c>Dashboard:InvitedApprover</c>).
    /// Default flagged.
    /// </summary>
    public InvitedApprover InvitedApprover { get; set; } = InvitedApprover.Flagged;

    /// <summary>
    /// The proxies whose word is taken for where a request comes from (<c>Dashboard:Proxies</c>): addresses and networks, separated by commas,
    /// such as <c>127.0.0.1, 10.1.0.0/24</c>. Default none: nobody's.
    /// </summary>
    public string Proxies { get; set; } = "";

    /// <summary>How many of these proxies stand one behind the other (<c>Dashboard:ProxyHops</c>). Default 1.</summary>
    [Range(1, 10)]
    public int ProxyHops { get; set; } = 1;

    /// <summary>The path that the dashboard lies below at its proxy's site (<c>Dashboard:PathBase</c>), such as <c>/cutover</c>. Default none: the site's root.</summary>
    public string PathBase { get; set; } = "";

    /// <summary>Where the database lies.</summary>
    public string DatabaseFile => Path.Combine(Data, "dashboard.db");

    /// <summary>The name of the local host as a target.</summary>
    public string LocalTarget => Targets.FirstOrDefault(t => t.Value.Length == 0).Key ?? Environment.MachineName.ToLowerInvariant();

    /// <summary>All targets, the local host first.</summary>
    public IEnumerable<Target> AllTargets =>
        new[] { new Target(LocalTarget) }.Concat(Targets.Where(t => t.Value.Length > 0).Select(t => new Target(t.Key, t.Value)));

    /// <summary>The target of this name; null when the settings name none.</summary>
    public Target? FindTarget(string name) => AllTargets.FirstOrDefault(t => t.Name == name);
}
