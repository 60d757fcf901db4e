using Dashboard.Testing;

namespace Dashboard.Architecture.Tests;

/// <summary>The source that people write: migrations are written by a tool, and so is what a build leaves.</summary>
internal static class SourceFiles
{
    /// <summary>The paths of all C# and Razor files.</summary>
    public static IEnumerable<string> All() => new[] { "src", "tests" }.SelectMany(top => Below(RepositoryRoot.Of(top)));

    /// <summary>Those in a folder and below it.</summary>
    public static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".cs" or ".razor")
            .Concat(Directory.EnumerateDirectories(folder).Where(f => Path.GetFileName(f) is not ("bin" or "obj" or "Migrations"))
                .SelectMany(Below));
}
