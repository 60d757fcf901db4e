using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Compose;

/// <summary>
/// Follows YAML merge keys: <c>&lt;&lt;: *defaults</c>, <c>&lt;&lt;: [*a, *b]</c>. A key that stands in the mapping itself wins, then the
/// earlier source.
/// </summary>
internal static class MergeKeys
{
    /// <summary>How many entries merge keys may bring into one file.</summary>
    public const int MaxEntries = 50_000;

    /// <summary>Adds the entries of what a merge key names.</summary>
    /// <param name="into">The mapping's own entries.</param>
    /// <param name="source">What stands behind <c>&lt;&lt;:</c>.</param>
    /// <param name="budget">How many entries the file may still bring in.</param>
    /// <param name="problem">Where to say what is wrong.</param>
    public static void Apply(
        OrderedDictionary<string, ComposeEntry> into, ComposeNode source, WorkBudget budget, Action<SourceLocation, string, string> problem)
    {
        switch (source)
        {
            case ComposeMap map:
                Add(into, map, budget);
                break;
            case ComposeList list when list.Items.All(i => i is ComposeMap):
                foreach (var map in list.Items.Cast<ComposeMap>())
                    Add(into, map, budget);
                break;
            default:
                problem(source.At, "A merge key `<<` names something that is not a mapping.", "Name a mapping, such as `<<: *defaults`.");
                break;
        }
    }

    private static void Add(OrderedDictionary<string, ComposeEntry> into, ComposeMap source, WorkBudget budget)
    {
        if (!budget.Take(source.Entries.Count))
            return;
        foreach (var entry in source.Entries.Values)
        {
            if (!into.TryGetValue(entry.Key, out var own))
                into.Add(entry.Key, entry);
            else if (entry.Clears && !own.Clears)
                // Compose notes the place of a tag before it follows merge keys, so a
                // tag that is merged in counts beside a value of one's own.
                into[entry.Key] = own with { Clears = true };
        }
    }
}
