namespace Dashboard.Tests.Docs;

/// <summary>A clean clone restores what was tested, and so does the image.</summary>
public sealed class LockFilesTests
{
    private static readonly string[] Projects = [.. RepositoryFiles.EndingWith(".csproj").Select(p => Path.GetDirectoryName(p)!)];

    [Fact]
    public void EveryProject_HasALockFile()
    {
        Projects.Length.ShouldBeGreaterThan(5);
        Projects.Where(p => !File.Exists(Path.Combine(RepositoryFiles.Root, p, "packages.lock.json"))).ShouldBeEmpty();
    }

    [Fact]
    public void LockFiles_OfEveryProject_NameNoAddressOfAFeed() =>
        RepositoryFiles.EndingWith("packages.lock.json")
            .Where(p => RepositoryFiles.Read(p).Contains("://", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Dockerfile_CopiesEverySourceProjectWithItsLockFile()
    {
        var lines = RepositoryFiles.Read("Dockerfile").Split('\n');
        foreach (var project in Projects.Where(p => p.StartsWith("src/", StringComparison.Ordinal)))
            lines.ShouldContain($"COPY {project}/{Path.GetFileName(project)}.csproj {project}/packages.lock.json {project}/");
    }
}
