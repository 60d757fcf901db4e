using System.Text.RegularExpressions;
using Dashboard.Testing;

namespace Dashboard.Tests.Shared;

/// <summary>On a phone a table becomes cards, in which each cell stands behind its label.</summary>
public sealed partial class TableLabelsTests
{
    /// <summary>A cell without one would stand beside the others as if it belonged to none of them.</summary>
    [Fact]
    public void Cells_OfATableThatBecomesCards_AllHaveALabel()
    {
        var tables = Directory.EnumerateFiles(RepositoryRoot.Of("src", "Dashboard"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Body().Matches(File.ReadAllText(file))
                .Select(body => (File: Path.GetFileName(file), Cells: Cell().Matches(body.Value))))
            .Where(table => table.Cells.Any(c => c.Value.Contains("data-label", StringComparison.Ordinal)))
            .ToArray();

        tables.Length.ShouldBeGreaterThan(2);
        tables.SelectMany(t => t.Cells.Where(c => !c.Value.Contains("data-label", StringComparison.Ordinal))
            .Select(c => $"{t.File}: {c.Value}")).ShouldBeEmpty();
    }

    [GeneratedRegex("<tbody>.*?</tbody>", RegexOptions.Singleline)]
    private static partial Regex Body();

    [GeneratedRegex(@"<td\b[^>]*>")]
    private static partial Regex Cell();
}
