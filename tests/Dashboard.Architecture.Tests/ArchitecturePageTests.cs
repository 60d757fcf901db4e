using System.Text;
using Dashboard.Testing;

namespace Dashboard.Architecture.Tests;

/// <summary>The page that draws the house is made from the built assemblies.</summary>
public sealed class ArchitecturePageTests
{
    [Fact]
    public void Page_OfTheHouse_ShowsItAsItIsBuilt() => Snapshot.Match(Page(), "docs", "architecture.md");

    private static string Page()
    {
        var page = new StringBuilder("""
            # The house

            Made from the built assemblies, not by hand: `UPDATE_SNAPSHOTS=1 dotnet run --project tests/Dashboard.Architecture.Tests` writes this page anew,
            and a test fails when it is not what the code is. An arrow says “uses”. No arrow leads back up: the same tests find every cycle.

            ## Projects

            ```mermaid
            graph TD

            """);
        foreach (var (project, sees) in House.Projects)
            Arrows(page, project, Direct(project, sees));
        page.Append("```\n");
        foreach (var (project, _) in House.Projects)
        {
            page.Append("\n## ").Append(project).Append("\n\n```mermaid\ngraph TD\n");
            var graph = House.Graph(project);
            foreach (var (name, uses) in graph)
                Arrows(page, Short(name, project), Reduced(graph, uses).Select(u => Short(u, project)));
            page.Append("```\n");
        }

        return page.ToString();
    }

    private static void Arrows(StringBuilder page, string from, IEnumerable<string> to)
    {
        var all = to.ToArray();
        if (all.Length == 0)
            page.Append("    ").Append(from).Append('\n');
        foreach (var one in all)
            page.Append("    ").Append(from).Append(" --> ").Append(one).Append('\n');
    }

    private static IEnumerable<string> Direct(string project, string[] sees) =>
        sees.Where(s => !sees.Any(other => other != s && House.Projects.Single(p => p.Project == other).Sees.Contains(s)))
            .Order(StringComparer.Ordinal);

    // Without the arrows that a longer way says already: what is left can be read.
    private static IEnumerable<string> Reduced(SortedDictionary<string, SortedSet<string>> graph, SortedSet<string> uses) =>
        uses.Where(u => !uses.Any(other => other != u && Reaches(graph, other, u, [])));

    private static bool Reaches(SortedDictionary<string, SortedSet<string>> graph, string from, string to, HashSet<string> seen) =>
        graph.GetValueOrDefault(from, []) is var next && seen.Add(from)
            && (next.Contains(to) || next.Any(n => Reaches(graph, n, to, seen)));

    private static string Short(string name, string project) => name == project ? project : name[(project.Length + 1)..];
}
