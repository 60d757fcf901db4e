using System.ComponentModel.DataAnnotations;

namespace Dashboard.Execution;

/// <summary>The settings below <c>Dashboard:</c> that carrying out a step asks for.</summary>
public class ExecutionOptions
{
    /// <summary>Where the Docker engine listens when nobody says otherwise: there every Docker client looks by itself.</summary>
    public const string UsualDocker = "unix:///var/run/docker.sock";

    /// <summary>The one folder that holds the product's data (<c>Dashboard:Data</c>).</summary>
    [Required]
    public string Data { get; set; } = "";

    /// <summary>
    /// Where the Docker engine listens (<c>Dashboard:Docker</c>), such as <c>unix:///run/user/1000/docker.sock</c>. Steps find it in
    /// DOCKER_HOST.
    /// </summary>
    [Required]
    public string Docker { get; set; } = UsualDocker;

    /// <summary>
    /// How many bytes of one attempt's output are kept; head and tail, the middle is left out (<c>Dashboard:OutputCap</c>). Default 64 MiB.
    /// </summary>
    [Range(1 << 20, long.MaxValue)]
    public long OutputCap { get; set; } = 64L << 20;

    /// <summary>How long a stopped step has between TERM and KILL (<c>Dashboard:Grace</c>). Default 5 s.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a step that has ended may keep its pipe open through a child (<c>Dashboard:Drain</c>). Default 2 s.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How much memory one step may take, with all that it starts, in bytes (<c>Dashboard:StepMemory</c>). Default 0: any. It takes cgroups
    /// of version 2 that the server may write; without them the step runs all the same, and its evidence says that it was not limited.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long StepMemory { get; set; }

    /// <summary>
    /// How much of a processor one step may take, in percent; 150 is one and a half (<c>Dashboard:StepCpu</c>). Default 0: any. See
    /// <see cref="StepMemory"/>.
    /// </summary>
    [Range(0, 1_000_000)]
    public int StepCpu { get; set; }

    /// <summary>
    /// What happens to read-only steps where the sandbox does not hold (<c>Dashboard:Sandbox</c>). Default: they run, and their evidence
    /// says so.
    /// </summary>
    public SandboxMode Sandbox { get; set; } = SandboxMode.Preferred;
}
