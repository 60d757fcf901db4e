using System.Text.RegularExpressions;
using ArchUnitNET.Domain;

namespace Dashboard.Architecture.Tests;

/// <summary>One direction: what a project and a namespace may see.</summary>
public sealed partial class DirectionTests
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
        // A comment that names a type, or a constant, leaves no trace in what is built. The line that brings it in does.
        foreach (var (room, seen) in SourceUsings.Of(project))
            graph.GetValueOrDefault(room)?.UnionWith(seen.Where(graph.ContainsKey));
        Cycles.Find(graph).ShouldBeNull();
    }

    /// <summary>The rule above reads what is to be read.</summary>
    [Fact]
    public void Namespaces_AsTheSourceNamesThem_AreRead() => SourceUsings.Of("Dashboard.Storage")
        .ShouldContain(u => u.Room == "Dashboard.Storage.Ledger" && u.Sees.Contains("Dashboard.Storage.Database"));

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

    [Fact]
    public void Pure_ProjectThatMakesUpIds_IsFoundOut() =>
        Impure("Dashboard.Engine").ShouldContain(u => u.Contains("System.Guid::CreateVersion7(", StringComparison.Ordinal));

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

    /// <summary>Screens, and what stands beside them, show; what they ask for is done behind interfaces.</summary>
    [Fact]
    public void Screens_StartNoProcessAndOpenNoFileOrDatabase()
    {
        House.TypesOf("Dashboard").Count(IsScreen).ShouldBeGreaterThan(100);
        House.UsesOf("Dashboard").Where(u => IsScreen(u.By) && IsWork(u.Used)).Select(Words).Distinct().ShouldBeEmpty();
    }

    /// <summary>The rule above sees what it is to see.</summary>
    [Theory]
    [InlineData("Dashboard.Engine", "Dashboard.Execution.Processes.ToolProcess")]
    [InlineData("Dashboard.Engine", "System.IO.File")]
    public void Screens_RuleOfAProjectThatWorks_FindsItOut(string project, string used) =>
        House.UsesOf(project).Where(u => IsWork(u.Used)).Select(Words)
            .ShouldContain(u => u.EndsWith($" uses {used}", StringComparison.Ordinal));

    /// <summary>An attempt is carried out alike, whatever run it belongs to and whatever gate was before it.</summary>
    [Fact]
    public void Execution_Sees_OfCoreNoRunGateAccountOrAudit() => SeesOfCore("Dashboard.Execution").ShouldBeEmpty();

    /// <summary>The rule above sees what it is to see.</summary>
    [Theory]
    [InlineData("Dashboard.Core.Runs.RunState")]
    [InlineData("Dashboard.Core.Gates.GatePolicy")]
    public void Execution_RuleOfTheEngine_FindsItOut(string used) =>
        SeesOfCore("Dashboard.Engine").ShouldContain(u => u.EndsWith($" uses {used}", StringComparison.Ordinal));

    /// <summary>What keeps the evidence knows what it is asked for, and nothing of who asks.</summary>
    [Fact]
    public void Storage_Sees_OfTheEngineItsPortsAndSettingsAlone() => House.UsesOf("Dashboard.Storage")
        .Where(u => House.ProjectOf(u.Used) == "Dashboard.Engine"
            && u.Used.Namespace?.FullName is not ("Dashboard.Engine" or "Dashboard.Engine.Ports"))
        .Select(Words).Distinct().ShouldBeEmpty();

    private static string Words((IType By, IType Used) use) => $"{use.By.FullName} uses {use.Used.FullName}";

    private static IEnumerable<string> SeesOfCore(string project)
    {
        string[] forbidden = ["Runs", "Gates", "Accounts", "Audit"];
        return House.UsesOf(project).Where(u => forbidden.Any(f => u.Used.Namespace?.FullName == $"Dashboard.Core.{f}"))
            .Select(Words).Distinct();
    }

    private static bool IsScreen(IType type) =>
        type.Namespace?.FullName is { } name && Regex.IsMatch(name, @"\ADashboard\.(Features|Shared|Layout)\b");

    // A parameter of a generic method has the namespace of whoever declares it.
    private static bool IsWork(IType type) => type is not GenericParameter
        && (type.Namespace?.FullName.StartsWith("Dashboard.Storage", StringComparison.Ordinal) == true
        || type.Namespace?.FullName == "Dashboard.Execution.Processes"
        || Regex.IsMatch(type.FullName, @"\ASystem\.(Diagnostics\.Process|IO\.(File|Directory|RandomAccess)\w*|Net\.Sockets\.\w+)\z"));

    // What is pure may use these rooms of the framework, and these types alone of those where there are clocks, disks or networks, too.
    private static IEnumerable<string> Impure(string project)
    {
        string[] rooms =
        [
            "System.Buffers", "System.Collections", "System.Diagnostics.CodeAnalysis", "System.Globalization", "System.Linq",
            "System.Numerics", "System.Reflection", "System.Runtime", "System.Security.Cryptography", "System.Text",
            "System.CodeDom.Compiler", "Markdig", "NodaTime", "YamlDotNet", "Dashboard",
        ];
        string[] notOfSystem = ["TimeProvider", "Environment", "Console", "Random", "AppContext", "AppDomain", "GC"];
        string[] types =
        [
            "System.IO.Enumeration.FileSystemName", "System.IO.InvalidDataException", "System.IO.IOException", "System.IO.Path",
            "System.IO.Stream", "System.IO.StreamReader", "System.IO.StringReader", "System.IO.StringWriter", "System.IO.TextReader",
            "System.IO.TextWriter", "System.IO.UnixFileMode", "System.Net.WebUtility",
        ];
        return House.UsesOf(project).Where(u => !IsPure(u.Used)).Select(Words)
            .Concat(House.CallsOf(project).Where(c => Impurities().IsMatch(c.Called)).Select(c => $"{c.By.FullName} calls {c.Called}"))
            .Distinct();

        bool IsPure(IType used) => used.Namespace?.FullName switch
        {
            // What stands for a type, such as a parameter of a generic one, has none.
            null or "" => true,
            "System" => !notOfSystem.Contains(used.Name),
            "NodaTime" => used.Name is not ("SystemClock" or "IClock"),
            var room => types.Contains(used.FullName) || rooms.Any(r => $"{room}.".StartsWith($"{r}.", StringComparison.Ordinal)),
        };
    }

    [GeneratedRegex(@"::(get_(UtcNow|Now|Today)|NewGuid|CreateVersion7)\(|StreamReader::\.ctor\(System\.String")]
    private static partial Regex Impurities();
}
