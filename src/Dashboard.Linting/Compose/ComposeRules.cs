using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Compose;

/// <summary>The rules on Compose files that are pinned with a runbook: LN401 to LN405.</summary>
internal static class ComposeRules
{
    /// <summary>How much one check may merge and look at; a host with a hundred services needs some thousands.</summary>
    private const int Budget = 300_000;

    /// <summary>Looks at the Compose files among the pinned files, merged as commands name them together.</summary>
    /// <param name="runbook">The runbook, for its inputs and secrets.</param>
    /// <param name="files">Every pinned text file: its path below the runbooks folder, and its text.</param>
    /// <param name="sets">
    /// The paths that a command names together, in its order: <c>docker compose -f a.yaml -f b.yaml</c>. A path that is not pinned is
    /// skipped.
    /// A Compose file that is in no set is looked at alone.
    /// </param>
    /// <returns>What is wrong, by file and place, each once.</returns>
    public static IEnumerable<LintFinding> Check(
        Runbook runbook, IReadOnlyDictionary<string, string> files, IReadOnlyList<ImmutableArray<string>> sets)
    {
        var findings = new ComposeFindings();
        var compose = new ComposeFiles(files);
        var budget = new WorkBudget(Budget);
        var models = new ComposeModel(compose, findings, budget);
        var rules = new Rules(runbook, findings, budget);

        var named = sets.Where(s => !s.IsDefaultOrEmpty)
            .Select(s => s.Select(path => ComposePath.Below("", path) ?? path).ToImmutableArray())
            .DistinctBy(s => string.Join('\0', s), StringComparer.Ordinal)
            .ToList();
        var alone = compose.Recognised().Except(named.SelectMany(s => s), StringComparer.Ordinal)
            .Select(path => ImmutableArray.Create(path));
        foreach (var set in named.Concat(alone))
        {
            if (models.Of(set) is { } model)
                rules.CheckModel(model);
            if (!budget.Exceeded)
                continue;
            findings.Error(LintCodes.BadCompose, set.FirstOrDefault(files.ContainsKey) ?? set[0], new(1, 1),
                "The Compose files expand to more than the linter can check.", "Use fewer services, mounts, aliases and `extends`.");
            break;
        }

        foreach (var file in compose.Used)
            rules.CheckFile(file);
        return findings.Sorted();
    }

    private sealed class Rules
    {
        private readonly ComposeFindings _findings;
        private readonly WorkBudget _budget;
        private readonly ServiceMounts _mounts;
        private readonly ComposeShapes _shapes;
        private readonly VariableRule _variables;
        private readonly SecretMountRule _secrets;
        private readonly PrivilegeRule _privileges;
        private readonly SocketRule _sockets;

        public Rules(Runbook runbook, ComposeFindings findings, WorkBudget budget)
        {
            var readings = new Readings(runbook);
            (_findings, _budget, _mounts) = (findings, budget, new(readings));
            _shapes = new(findings);
            _variables = new(runbook, findings);
            _secrets = new(new(runbook, readings), findings);
            _privileges = new(readings, findings);
            _sockets = new(readings, findings);
        }

        /// <summary>What can be said of a file by itself.</summary>
        public void CheckFile(ComposeFile file)
        {
            foreach (var problem in file.Problems)
                _findings.Add(new(file.Path, problem));
            _shapes.Check(file);
            _variables.Check(file);
        }

        /// <summary>What can be said of files merged.</summary>
        public void CheckModel(ComposeMap model)
        {
            foreach (var (name, service) in model.Maps("services"))
            {
                if (!_budget.Take(1 + service.Entries.Values.Sum(e => (e.Value as ComposeList)?.Items.Count ?? 0)))
                    return;
                var mounts = _mounts.Of(service, model).ToList();
                _secrets.Check(name, service, mounts, model);
                _privileges.Check(name, service);
                _sockets.Check(name, service, mounts);
            }

            _sockets.CheckFiles(model);
        }
    }
}
