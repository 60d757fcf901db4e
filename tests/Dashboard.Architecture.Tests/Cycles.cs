namespace Dashboard.Architecture.Tests;

/// <summary>Finds a way from a namespace back to itself.</summary>
internal static class Cycles
{
    /// <summary>The namespaces of one cycle, the first one again at its end; null when there is none.</summary>
    public static IReadOnlyList<string>? Find(SortedDictionary<string, SortedSet<string>> graph)
    {
        var (done, path) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        return graph.Keys.Select(Visit).FirstOrDefault(cycle => cycle is not null);

        IReadOnlyList<string>? Visit(string name)
        {
            if (path.IndexOf(name) is >= 0 and var at)
                return [.. path[at..], name];
            if (!done.Add(name))
                return null;
            path.Add(name);
            var cycle = graph.GetValueOrDefault(name, []).Select(Visit).FirstOrDefault(c => c is not null);
            path.RemoveAt(path.Count - 1);
            return cycle;
        }
    }
}
