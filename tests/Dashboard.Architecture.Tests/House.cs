using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Dashboard.Architecture.Tests;

/// <summary>The product's assemblies, as they were built.</summary>
internal static class House
{
    /// <summary>The projects, each with those that it may see.</summary>
    public static readonly (string Project, string[] Sees)[] Projects =
    [
        ("Dashboard.Core", []),
        ("Dashboard.Linting", ["Dashboard.Core"]),
        ("Dashboard.Execution", ["Dashboard.Core"]),
        ("Dashboard.Engine", ["Dashboard.Core", "Dashboard.Linting", "Dashboard.Execution"]),
        ("Dashboard.Storage", ["Dashboard.Core", "Dashboard.Execution", "Dashboard.Engine"]),
        ("Dashboard", ["Dashboard.Core", "Dashboard.Linting", "Dashboard.Execution", "Dashboard.Engine", "Dashboard.Storage"]),
    ];

    /// <summary>All of them, with what they depend on.</summary>
    public static readonly ArchUnitNET.Domain.Architecture All =
        new ArchLoader().LoadAssemblies([.. Projects.Select(p => Assembly.Load(p.Project))]).Build();

    /// <summary>The types of a project, generated ones included.</summary>
    public static IEnumerable<IType> TypesOf(string project) => All.Types.Where(t => ProjectOf(t) == project);

    /// <summary>What the types of a project use, each with who uses it.</summary>
    public static IEnumerable<(IType By, IType Used)> UsesOf(string project) =>
        TypesOf(project).SelectMany(t => t.Dependencies.Select(d => (t, d.Target)));

    /// <summary>The methods that the types of a project call, each with who calls it.</summary>
    public static IEnumerable<(IType By, string Called)> CallsOf(string project) => TypesOf(project)
        .SelectMany(t => t.Dependencies.OfType<MethodCallDependency>().Select(d => (t, d.TargetMember.FullName)));

    /// <summary>The name of a type's assembly. What stands for a type, such as a parameter of a generic one, has none.</summary>
    public static string ProjectOf(IType type) => type.Assembly?.Name.Split(',')[0] ?? "";

    /// <summary>The namespaces of a project, each with those of the same project that it uses.</summary>
    public static SortedDictionary<string, SortedSet<string>> Graph(string project)
    {
        var graph = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var type in TypesOf(project).Where(t => IsOurs(t.Namespace?.FullName)))
            graph.TryAdd(type.Namespace.FullName, new(StringComparer.Ordinal));
        foreach (var (by, used) in UsesOf(project))
        {
            if (ProjectOf(used) == project && graph.TryGetValue(by.Namespace?.FullName ?? "", out var uses)
                && used.Namespace?.FullName is { } name
                && name != by.Namespace!.FullName && IsOurs(name))
                uses.Add(name);
        }

        return graph;
    }

    private static bool IsOurs(string? name) => name?.StartsWith("Dashboard", StringComparison.Ordinal) == true;
}
