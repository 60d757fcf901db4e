using System.Text.RegularExpressions;
using Dashboard.Engine;

namespace Dashboard.Tests.Docs;

/// <summary>The version stands in one place; the changelog tells of the same one.</summary>
public sealed partial class ChangelogTests
{
    private static readonly string Page = RepositoryFiles.Read("CHANGELOG.md");

    [Fact]
    public void NewestHeading_IsTheVersionOfTheAssembly() => Release().Match(Page).Groups["version"].Value.ShouldBe(ProductVersion.Number);

    [Fact]
    public void Releases_GoBackInTimeBelowAnUnreleasedHeading()
    {
        Page.IndexOf("## [Unreleased]", StringComparison.Ordinal).ShouldBeInRange(0, Release().Match(Page).Index);
        var days = Release().Matches(Page)
            .Select(m => DateOnly.Parse(m.Groups["day"].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        days.ShouldBe(days.OrderDescending());
        days.Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Version_IsSetInOneFile()
    {
        var files = new[] { ".csproj", ".props", ".targets" }.SelectMany(RepositoryFiles.EndingWith)
            .Where(f => Setting().IsMatch(RepositoryFiles.Read(f)));
        files.ShouldBe(["Directory.Build.props"]);
    }

    [GeneratedRegex(@"^## \[(?<version>\d[^\]]*)\] - (?<day>\d{4}-\d\d-\d\d)$", RegexOptions.Multiline)]
    private static partial Regex Release();

    [GeneratedRegex("<(Version|VersionPrefix|AssemblyVersion|FileVersion|InformationalVersion|PackageVersion)>")]
    private static partial Regex Setting();
}
