namespace Dashboard.Linting.Compose;

/// <summary>
/// Puts one document above another as Compose does (compose-spec, "Merge"; compose-go's <c>override</c> package): mappings are merged key
/// by key, lists are appended, and anything else is replaced; <c>!reset</c> and <c>!override</c> first take away what lies below. A later
/// entry of <c>volumes</c>, <c>secrets</c> or <c>configs</c> replaces an earlier one with the same target as a whole; since lists only
/// grow, who reads the list decides that.
/// </summary>
internal sealed class ComposeMerge(WorkBudget budget)
{
    /// <summary>Merges two documents.</summary>
    public ComposeMap Documents(ComposeMap below, ComposeMap above) => Maps(below, above, (key, x, y) => key switch
    {
        "services" when x is ComposeMap a && y is ComposeMap b => Maps(a, b, (_, one, other) => Service(one, other)),
        "services" or "volumes" or "secrets" or "configs" => Any(x, y),
        // The rest of a document is of no concern here, and merging it would be work for nothing.
        _ => y,
    });

    /// <summary>Merges two services, also one that extends another.</summary>
    public ComposeNode Service(ComposeNode below, ComposeNode above) => below is ComposeMap a && above is ComposeMap b
        ? Maps(a, b, (key, x, y) => key is "command" or "entrypoint" ? y : Any(x, y))
        : above.IsNothing ? below : above;

    private ComposeNode Any(ComposeNode below, ComposeNode above) => (below, above) switch
    {
        (_, { IsNothing: true }) => below,
        (ComposeMap a, ComposeMap b) => Maps(a, b, (_, x, y) => Any(x, y)),
        (ComposeList a, ComposeList b) when budget.Take(a.Items.Count + b.Items.Count) =>
            new ComposeList(b.File, b.At, b.Tag, [.. a.Items, .. b.Items]),
        _ => above,
    };

    private ComposeMap Maps(ComposeMap below, ComposeMap above, Func<string, ComposeNode, ComposeNode, ComposeNode> values)
    {
        if (!budget.Take(1 + below.Entries.Count + above.Entries.Count))
            return above;
        var entries = new OrderedDictionary<string, ComposeEntry>(StringComparer.Ordinal);
        // What lies below has cleared what it had to; only the tags of what stands above still count against a file further down.
        foreach (var entry in below.Entries.Values)
            entries[entry.Key] = entry with { Clears = false };
        foreach (var entry in above.Entries.Values)
        {
            var merges = !entry.Clears && entry.Value is not null && entries.TryGetValue(entry.Key, out var old) && old.Value is not null;
            entries[entry.Key] = merges ? entry with { Value = values(entry.Key, entries[entry.Key].Value!, entry.Value!) } : entry;
        }

        return new(above.File, above.At, above.Tag, entries);
    }
}
