using System.Text.RegularExpressions;
using Dashboard.Testing;

namespace Dashboard.Architecture.Tests;

/// <summary>A file holds the type that it is named after.</summary>
public sealed partial class FileNameTests
{
    [Fact]
    public void Files_OfTheSource_HoldTheTypeThatTheyAreNamedAfter()
    {
        var files = SourceFiles.All().Where(path => path.EndsWith(".cs", StringComparison.Ordinal)
            && Path.GetFileName(path) is not ("AssemblyInfo.cs" or "AssemblyFixtures.cs" or "Program.cs")).ToArray();

        files.Length.ShouldBeGreaterThan(500);
        files.Where(path => !Holds(File.ReadAllText(path), Name(path))).Select(path => Path.GetRelativePath(RepositoryRoot.Path, path))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("internal sealed record Found(int At);", "Found", true)]
    [InlineData("public static partial class Found", "Found", true)]
    [InlineData("/// <summary>Not Found.</summary>\npublic sealed class Other\n{\n    private sealed class Found;\n}", "Found", false)]
    [InlineData("internal sealed class Foundling;", "Found", false)]
    public void Holds_AsTheFileSays(string text, string name, bool holds) => Holds(text, name).ShouldBe(holds);

    // Parts of a type have its name before the first dot: GatePolicy.Evidence.cs, RunPage.razor.cs.
    private static string Name(string path) => Path.GetFileName(path).Split('.')[0];

    private static bool Holds(string text, string name) => Declaration().Matches(text).Any(m => m.Groups[1].Value == name);

    [GeneratedRegex(@"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe) )*"
        + @"(?:class|record struct|record|struct|interface|enum|delegate [\w<>?]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
