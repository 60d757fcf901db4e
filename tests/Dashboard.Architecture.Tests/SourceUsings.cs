using System.Text.RegularExpressions;
using Dashboard.Testing;

namespace Dashboard.Architecture.Tests;

/// <summary>What the source of a project brings in by its <c>using</c> lines.</summary>
internal static partial class SourceUsings
{
    /// <summary>For each file its namespace, and the others of the product that it names.</summary>
    public static IEnumerable<(string Room, string[] Sees)> Of(string project) =>
        from path in SourceFiles.Below(RepositoryRoot.Of(Path.Combine("src", project)))
        let text = File.ReadAllText(path)
        let room = Namespace().Match(text)
        where room.Success
        select (room.Groups[1].Value, Using().Matches(text).Select(m => m.Groups[1].Value)
            .Where(name => name != room.Groups[1].Value).ToArray());

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (Dashboard[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
