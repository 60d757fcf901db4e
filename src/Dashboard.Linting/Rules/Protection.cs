using System.Collections.Immutable;
using System.IO.Enumeration;
using Dashboard.Core.Runbooks;
using Dashboard.Linting.Shell;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Rules;

/// <summary>What gates protect: services that only a step behind that gate may stop or remove.</summary>
internal sealed class Protection(Runbook runbook)
{
    /// <summary>Services that stop all their workloads when they stop.</summary>
    private static readonly string[] Engines = ["docker", "containerd", "podman", "kubelet", "k3s", "nomad"];

    private readonly ImmutableArray<(Gate Gate, ImmutableHashSet<string> Names)> _gates =
    [
        .. runbook.Gates.Where(g => !g.Protects.IsEmpty).Select(g => (g, g.Protects
            .Concat(runbook.Inputs.Where(i => g.Protects.Contains(i.Name) && i.Default is { Length: > 0 })
                .Select(i => i.Default!)).ToImmutableHashSet())),
    ];

    private readonly ImmutableHashSet<string> _inputs = [.. runbook.Inputs.Select(i => i.Name)];

    /// <summary>The gate that the step has to be behind; null if it may do this.</summary>
    public Gate? Breaks(Step step, ShellFact fact) => !fact.Stops || fact.Fields.IsEmpty ? null
        : _gates.Where(g => step.GateId != g.Gate.Id || !step.Kind.NeedsApproval())
            .Where(g => Names(fact, g.Names) || IsForAll(fact)).Select(g => g.Gate).FirstOrDefault();

    private static bool Names(ShellFact fact, ImmutableHashSet<string> names)
    {
        // For an init script and for `vault operator seal`, the first field is part of the name.
        var isName = fact.Fields[0].StartsWith("/etc/init.d/", StringComparison.Ordinal) || fact.Fields.Contains("operator");
        var named = isName ? fact.Fields : fact.Fields[1..];
        return named.Any(field => SymbolicText.Names(field).Any(names.Contains)
            || Parts(SymbolicText.Plain(field)).Any(part => names.Any(name => Fits(part, name))));
    }

    // `vault.service` of systemd, `deploy/vault` of Kubernetes, `vault=0` of Compose, an address of an engine.
    private static IEnumerable<string> Parts(string field) =>
        field.Split('/', '=').Select(part => part.EndsWith(".service", StringComparison.Ordinal) ? part[..^8] : part);

    // Compose and Kubernetes add a project before a name, and a number behind it: `platform-vault-1`.
    private static bool Fits(string part, string name)
    {
        if (part == name)
            return true;
        if (part.AsSpan().IndexOfAny('*', '?', '[') >= 0)
            return FileSystemName.MatchesSimpleExpression(part.Replace('[', '*').Replace(']', '*'), name, ignoreCase: false);
        var stem = part.TrimEnd("0123456789".ToCharArray());
        if (stem.Length == part.Length || stem.Length < 2 || stem[^1] is not '-' and not '_')
            return false;
        stem = stem[..^1];
        return stem == name || (stem.EndsWith(name, StringComparison.Ordinal) && stem[^(name.Length + 1)] is '-' or '_');
    }

    /// <summary>Whether the command affects everything: it names nothing, or names that are unknown before it runs.</summary>
    private bool IsForAll(ShellFact fact)
    {
        var words = fact.Fields.Skip(1).Where(f => !f.StartsWith('-')).ToArray();
        // A URL does not say what it stops.
        if (fact.Fields[0] is not "curl" and not "wget" and not "http" && words.Any(w => SymbolicText.Names(w).Any(IsAnybody)))
            return true;
        if (words.Contains("prune") || words.Contains("drain") || ProgramCatalogue.Shared.Find(fact.Fields[0]) is { Line.StopsHost: true })
            return true;
        return fact.Fields[0] switch
        {
            _ when IsCompose(fact) => ComposeTakesAll(fact),
            "systemctl" or "service" => words.Any(StopsHost),
            "docker" => words is ["swarm" or "stack", ..],
            "podman" or "kubectl" => fact.Fields.Any(f => f is "--all" or "-a"),
            "supervisorctl" => words.Contains("all"),
            "curl" => words.Any(w => w.EndsWith("/sys/seal", StringComparison.Ordinal)
                || w.EndsWith("/sys/step-down", StringComparison.Ordinal)),
            _ => false,
        };
    }

    /// <summary>Whether an unknown name could be anything: it is not an input of the runbook, whose value reviewers see.</summary>
    private bool IsAnybody(string name) =>
        name.Length == 0 || (name[0] != '!' && name[0] is not '<' and not '>' && !_inputs.Contains(name));

    private static bool StopsHost(string word) =>
        ProgramCatalogue.Shared.Find("systemctl")?.Verb(word) is { StopsHost: true } || Engines.Contains(Parts(word).Last());

    private static bool IsCompose(ShellFact fact) => fact.Fields.Any(f => f is "compose" or "docker-compose" or "podman-compose");

    private static bool ComposeTakesAll(ShellFact fact)
    {
        string[] arguments = [.. fact.Fields.SkipWhile(f => f is not "compose" and not "docker-compose" and not "podman-compose").Skip(1)];
        var verbs = ProgramCatalogue.Shared.Find("docker-compose")!.Words(arguments);
        if (verbs is ["up", ..])
            return verbs.Contains("--remove-orphans");
        return verbs.Length > 0 && Arguments.Of(verbs.AsSpan()[1..], ["-t", "--timeout", "-s", "--signal", "--rmi"]).Operands.IsEmpty;
    }
}
