using static Dashboard.Execution.Processes.HiddenPaths;

namespace Dashboard.Execution.Tests.Processes;

/// <summary>Where a folder can be seen once more.</summary>
public sealed class HiddenPathsTests
{
    private static readonly MountLine Root = new("8:1", "/", "/");

    [Fact]
    public void Of_OneMount_IsThePathItself() => Of("/srv/data", [Root, new("0:5", "/", "/proc")]).ShouldBe(["/srv/data"]);

    [Fact]
    public void Of_ParentMountedAgain_IsSeenThere() =>
        Of("/srv/data", [Root, new("8:1", "/srv", "/mnt/copy"), new("8:1", "/", "/mnt/all")])
            .ShouldBe(["/srv/data", "/mnt/copy/data", "/mnt/all/srv/data"], ignoreOrder: true);

    [Fact]
    public void Of_PartMountedAgain_IsSeenThere() =>
        Of("/srv/data", [Root, new("8:1", "/srv/data/keys", "/run/keys"), new("8:1", "/srv/database", "/mnt/other")])
            .ShouldBe(["/srv/data", "/run/keys"], ignoreOrder: true);

    [Fact]
    public void Of_OverlayOfAParent_IsSeenInIt() =>
        Of("/srv/data", [Root, new("0:40", "/", "/mnt/merged", "/srv", "/var/upper"), new("0:41", "/", "/mnt/keys", "/srv/data/keys"),
            new("0:42", "/", "/mnt/other", "/usr")])
            .ShouldBe(["/srv/data", "/mnt/merged/data", "/mnt/keys"], ignoreOrder: true);

    [Fact]
    public void Of_FolderOnAFileSystemOfItsOwn_IsSeenWhereverThatIs() =>
        Of("/srv/data", [Root, new("8:2", "/", "/srv"), new("8:2", "/data", "/mnt/x"), new("8:1", "/srv/data", "/mnt/y")])
            .ShouldBe(["/srv/data", "/mnt/x"], ignoreOrder: true);
}
