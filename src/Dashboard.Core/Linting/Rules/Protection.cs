using System.Collections.Immutable;
using Dashboard.Core.Linting.Shell;
using Dashboard.Core.Linting.Shell.Walk;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Linting.Rules;

/// <summary>What gates protect: services that no step may stop or remove without that gate.</summary>
internal sealed class Protection(Runbook runbook)
{
    private readonly ImmutableArray<(Gate Gate, ImmutableHashSet<string> Names)> _gates =
    [
        .. runbook.Gates.Where(g => !g.Protects.IsEmpty).Select(g => (g, g.Protects
            .Concat(runbook.Inputs.Where(i => g.Protects.Contains(i.Name) && i.Default is { Length: > 0 }).Select(i => i.Default!)).ToImmutableHashSet())),
    ];

    /// <summary>The gate that the step would have to stand behind; null when it may do this.</summary>
    public Gate? Breaks(Step step, ShellFact fact) => !fact.Stops ? null
        : _gates.Where(g => step.GateId != g.Gate.Id || !step.Kind.NeedsApproval())
            .Where(g => Names(fact, g.Names) || IsForAll(fact)).Select(g => g.Gate).FirstOrDefault();

    private static bool Names(ShellFact fact, ImmutableHashSet<string> names) => fact.Fields.Skip(1).Any(field =>
        names.Contains(Trimmed(Marks.Plain(field))) || Marks.Names(field).Any(names.Contains));

    // `vault.service` of systemd, `deploy/vault` of Kubernetes.
    private static string Trimmed(string field)
    {
        var name = field.EndsWith(".service", StringComparison.Ordinal) ? field[..^8] : field;
        return name[(name.LastIndexOf('/') + 1)..];
    }

    /// <summary>Whether the command takes whatever there is: no names at all, or names that only the host knows.</summary>
    private static bool IsForAll(ShellFact fact)
    {
        var words = fact.Fields.Skip(1).Where(f => !f.StartsWith('-')).ToArray();
        var isCompose = fact.Fields.Any(f => f is "compose" or "docker-compose" or "podman-compose");
        return (isCompose && words.LastOrDefault() is "down" or "stop" or "kill" or "rm" or "pause" or "restart")
            || words.Contains("prune") || words.Any(w => Marks.Names(w).Contains(""));
    }
}
