using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Commands that print the settings of containers, which include their environment.</summary>
internal static class ContainerOutputs
{
    private static readonly string[] Workloads =
        ["pod", "pods", "po", "deployment", "deployments", "deploy", "statefulset", "statefulsets", "sts", "daemonset", "daemonsets", "ds",
            "job", "jobs", "cronjob", "cronjobs", "replicaset", "rs", "all"];

    /// <summary>Whether the command prints the environment.</summary>
    public static bool ShowsEnvironment(Running command)
    {
        if (command.Program is not { HasVerbs: true } tool)
            return false;
        return (tool.Name, tool.Words(command.Arguments)) switch
        {
            ("docker", ["compose", .. var rest]) => Renders(ProgramCatalogue.Shared.Find("docker-compose")!.Words(rest)),
            ("docker", ["stack", .. var rest]) => Renders(rest),
            ("docker-compose", var verbs) => Renders(verbs),
            ("docker", ["container" or "service", "inspect", .. var rest]) => Inspects(rest),
            ("docker" or "crictl", ["inspect", .. var rest]) => Inspects(rest),
            ("kubectl", ["get", .. var rest]) => Arguments.Of(rest, ["-o", "--output", "-n", "--namespace"]) is var read
                && read.Value("-o", "--output") is "yaml" or "json" && AreWorkloads(read.Operands),
            ("kubectl", ["describe", .. var rest]) => AreWorkloads(Arguments.Of(rest, ["-n", "--namespace", "-l", "--selector"]).Operands),
            _ => false,
        };
    }

    private static bool Renders(string[] verbs) => verbs is ["config" or "convert", .. var options]
        && !options.Any(o => o is "-q" or "--quiet" or "--services" or "--images" or "--volumes" or "--profiles" or "--networks"
            or "--help" || o.StartsWith("--hash", StringComparison.Ordinal));

    private static bool Inspects(string[] rest)
    {
        var read = Arguments.Of(rest, ["-f", "--format", "--type"]);
        if (read.Value("--type") is "volume" or "network" or "image" || read.Has("--help"))
            return false;
        return read.Value("-f", "--format") is not { } format || format.Contains(".Env", StringComparison.Ordinal)
            || format.Replace(" ", "", StringComparison.Ordinal) is "json" or "{{.}}" or "{{json.}}" or "{{.Config}}" or "{{json.Config}}";
    }

    private static bool AreWorkloads(IEnumerable<string> operands) => operands.Any(o => o.Split('/')[0].Split(',').Any(Workloads.Contains));
}
