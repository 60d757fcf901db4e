using ArchUnitNET.Domain;

namespace Dashboard.Architecture.Tests;

/// <summary>One direction: what a project and a namespace may see.</summary>
public sealed class DirectionTests
{
    public static TheoryData<string> Projects => [.. House.Projects.Select(p => p.Project)];

    /// <summary>Each namespace is a room of its own: a parent's types are no part of its children.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_OfAProject_HaveNoCycle(string project)
    {
        var graph = House.Graph(project);

        graph.Count.ShouldBeGreaterThan(1);
        Cycles.Find(graph).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_Sees_OnlyWhatItMay(string project)
    {
        var sees = House.Projects.Single(p => p.Project == project).Sees;

        House.UsesOf(project).Select(u => House.ProjectOf(u.Used))
            .Where(name => name.StartsWith("Dashboard", StringComparison.Ordinal)).Distinct()
            .Except([project, .. sees]).ShouldBeEmpty();
    }

    /// <summary>What is pure takes the time, files and answers as arguments.</summary>
    [Theory]
    [InlineData("Dashboard.Core")]
    [InlineData("Dashboard.Linting")]
    public void Pure_Projects_TouchNoClockDiskProcessOrNetwork(string project) => Impure(project).ShouldBeEmpty();

    /// <summary>The rule above sees what it is to see.</summary>
    [Theory]
    [InlineData("System.Environment")]
    [InlineData("System.IO.File")]
    [InlineData("System.TimeProvider")]
    [InlineData("System.Net.Sockets.Socket")]
    public void Pure_ProjectThatIsNot_IsFoundOut(string used) =>
        Impure("Dashboard.Execution").ShouldContain(u => u.EndsWith($" uses {used}", StringComparison.Ordinal));

    /// <summary>A second database stands beside the first one behind the same ports.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Sqlite_IsKnown_ToStorageAlone(string project)
    {
        string[] database = ["Microsoft.Data.Sqlite.", "Microsoft.EntityFrameworkCore.", "SQLitePCL."];
        var used = House.UsesOf(project).Where(u => database.Any(d => u.Used.FullName.StartsWith(d, StringComparison.Ordinal)))
            .Select(u => $"{u.By.FullName} uses {u.Used.FullName}").Distinct().ToArray();

        if (project == "Dashboard.Storage")
            used.Length.ShouldBeGreaterThan(20);
        else
            used.ShouldBeEmpty();
    }

    /// <summary>Screens show; what they ask for is done behind interfaces.</summary>
    [Fact]
    public void Screens_StartNoProcessAndOpenNoDatabase()
    {
        House.TypesOf("Dashboard").Count(IsScreen).ShouldBeGreaterThan(20);
        House.UsesOf("Dashboard")
            .Where(u => IsScreen(u.By)
                && (u.Used.FullName == "System.Diagnostics.Process" || House.ProjectOf(u.Used) == "Dashboard.Storage"))
            .Select(u => $"{u.By.FullName} uses {u.Used.FullName}").ShouldBeEmpty();
    }

    private static bool IsScreen(IType type) =>
        type is Class { InheritedClasses: var bases } && bases.Any(b => b.FullName == "Microsoft.AspNetCore.Components.ComponentBase");

    private static IEnumerable<string> Impure(string project)
    {
        string[] forbidden =
        [
            "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.Threading.Thread",
            "System.Threading.Tasks.Task", "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.DirectoryInfo",
            "System.IO.FileStream", "System.Environment",
            "System.Net.Http.", "System.Net.Sockets.", "Microsoft.",
        ];
        return House.UsesOf(project)
            .Where(u => forbidden.Any(f => f.EndsWith('.')
                ? u.Used.FullName.StartsWith(f, StringComparison.Ordinal)
                : u.Used.FullName == f))
            .Select(u => $"{u.By.FullName} uses {u.Used.FullName}").Distinct();
    }
}
