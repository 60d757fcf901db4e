using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Compose;

/// <summary>Puts services above those that they extend: <c>extends: base</c>, <c>extends: {service: base, file: common.yaml}</c>.</summary>
internal sealed class ComposeExtends(ComposeFiles files, ComposeMerge merge, ComposeFindings findings, WorkBudget budget)
{
    private const int MaxChain = 32;

    /// <summary>The document with every service whole.</summary>
    /// <param name="document">A document, what it includes merged in.</param>
    /// <param name="file">The file that it stands in.</param>
    /// <param name="folder">The project's folder.</param>
    public ComposeMap Apply(ComposeMap document, ComposeFile file, string folder)
    {
        if (document.Map("services") is not { } services
            || services.Entries.Values.All(e => e.Value is not ComposeMap map || map["extends"] is null))
            return document;
        var scope = new Scope(services, file.Path, folder, new(StringComparer.Ordinal));
        var whole = new OrderedDictionary<string, ComposeEntry>(StringComparer.Ordinal);
        foreach (var entry in services.Entries.Values)
            whole[entry.Key] = entry.Value is ComposeMap ? entry with { Value = Whole(entry.Key, scope, []) } : entry;
        var entries = new OrderedDictionary<string, ComposeEntry>(document.Entries, StringComparer.Ordinal);
        entries["services"] = entries["services"] with { Value = new ComposeMap(services.File, services.At, services.Tag, whole) };
        return new(document.File, document.At, document.Tag, entries);
    }

    private ComposeNode? Whole(string name, Scope scope, IReadOnlyList<(string File, string Service)> chain)
    {
        if (scope.Done.TryGetValue(name, out var done))
            return done;
        var node = scope.Services.Entries[name].Value;
        if (node is not ComposeMap service || Reference(service) is not { } wanted || !budget.Take(service.Entries.Count))
            return node;
        if (chain.Contains((scope.File, name)) || chain.Count > MaxChain)
        {
            findings.Bad(wanted.Service, "`extends` forms a cycle, or nests too deeply.", "Remove the cycle, or extend fewer levels.");
            return node;
        }

        // A file that includes this one must not follow the key once more, from a place where it may mean something else.
        var entries = new OrderedDictionary<string, ComposeEntry>(service.Entries, StringComparer.Ordinal);
        entries.Remove("extends");
        ComposeNode result = service = new(service.File, service.At, service.Tag, entries);
        if (Target(wanted, scope) is { } target)
        {
            if (!target.Services.Entries.ContainsKey(wanted.Service.Value))
            {
                findings.Bad(wanted.Service, $"`extends` names the service `{wanted.Service.Value}`, which {target.File} does not have.",
                    "Name a service of that file.");
            }
            else if (Whole(wanted.Service.Value, target, [.. chain, (scope.File, name)]) is { } below)
            {
                result = merge.Service(below, service);
            }
        }

        scope.Done[name] = result;
        return result;
    }

    private Scope? Target((ComposeText Service, ComposeText? File) wanted, Scope scope)
    {
        if (wanted.File is not { } named)
            return scope;
        if (files.Find(named.Value, scope.Folder, scope.File) is not { } path || files.Use(path) is not { } file)
        {
            findings.Unseen(named, $"`extends` names `{named.Value}`, which is not pinned with the runbook, so its content is unknown.",
                "Add the file to `files:` in the runbook, and name it by its path relative to this file.");
            return null;
        }

        if (path == scope.File)
            return scope;
        if (!scope.Others.TryGetValue(path, out var other))
        {
            var services = file.Maps.Aggregate((ComposeMap?)null, (model, map) => model is null ? map : merge.Documents(model, map))
                ?.Map("services");
            other = new(services ?? new(path, new(1, 1), MergeTag.None, []), path, FolderPath.FolderOf(path), scope.Others);
            scope.Others[path] = other;
        }

        return other;
    }

    private static (ComposeText Service, ComposeText? File)? Reference(ComposeMap service) => service["extends"] switch
    {
        ComposeText text => (text, null),
        ComposeMap map when map.Text("service") is { } name => (name, map.Text("file")),
        _ => null,
    };

    /// <summary>The services that a name can mean, and those that are whole already.</summary>
    private sealed record Scope(ComposeMap Services, string File, string Folder, Dictionary<string, Scope> Others)
    {
        public Dictionary<string, ComposeNode?> Done { get; } = new(StringComparer.Ordinal);
    }
}
