using Dashboard.Testing;

namespace Dashboard.Architecture.Tests;

/// <summary>Source is read whole: no line runs on past the window.</summary>
public sealed class LineLengthTests
{
    private static readonly string TooLong = new('x', LineLengths.Most + 1);

    [Fact]
    public void Lines_OfTheSource_EndAtTheLimit()
    {
        var files = SourceFiles.All().ToArray();

        files.Length.ShouldBeGreaterThan(500);
        files.SelectMany(path => Of(path).Select(line => $"{Path.GetRelativePath(RepositoryRoot.Path, path)}:{line}")).ShouldBeEmpty();
    }

    [Fact]
    public void Limit_IsThatOfTheEditors() =>
        File.ReadAllText(RepositoryRoot.Of(".editorconfig")).ShouldContain($"[*.{{cs,razor}}]\nmax_line_length = {LineLengths.Most}\n");

    /// <summary>
    /// The rule above sees what it is to see: code before, between and behind raw strings, and the lines that these begin and end on.
    /// </summary>
    [Fact]
    public void Line_ThatIsTooLong_IsFoundOut() =>
        LineLengths.TooLong([TooLong, "var a = \"\"\"" + TooLong, TooLong, "\"\"\";" + TooLong, "Of(\"\"\"one\"\"\");", TooLong, "short"])
            .ShouldBe([1, 2, 4, 6]);

    [Fact]
    public void Line_AtTheLimit_IsNotTooLong() => LineLengths.TooLong([TooLong[1..]]).ShouldBeEmpty();

    [Fact]
    public void RawString_ThatNeverEnds_IsFoundOut() =>
        Should.Throw<InvalidOperationException>(() => LineLengths.TooLong(["var a = \"\"\"", TooLong]).ToArray());

    private static IEnumerable<int> Of(string path)
    {
        try
        {
            return LineLengths.TooLong(File.ReadLines(path)).ToArray();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"{path}: {e.Message}", e);
        }
    }
}
