using Dashboard.Execution.Processes;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Processes;

/// <summary>Where a process's own cgroup lies.</summary>
[Needs(Need.Root)]
public sealed class CgroupFolderTests
{
    [Theory]
    // A host with version 2 alone; with both; a container with a namespace; a part of the hierarchy that is mounted elsewhere, under a name
    // with a space.
    [InlineData("0::/system.slice/cutover.service", "30 23 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw,nsdelegate",
        "/sys/fs/cgroup/system.slice/cutover.service")]
    [InlineData("9:name=systemd:/x|4:memory:/y|0::/",
        "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd|41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 "
            + "cgroup2 rw", "/sys/fs/cgroup/unified")]
    [InlineData("0::/", "30 23 0:26 / /sys/fs/cgroup ro - cgroup2 cgroup rw", "/sys/fs/cgroup")]
    [InlineData("0::/a/b/c", @"30 23 0:26 /a/b /mnt/of\040it rw - cgroup2 cgroup2 rw", "/mnt/of it/c")]
    [InlineData("0::/a/b", "30 23 0:26 /a/b /mnt rw master:1 propagate_from:2 - cgroup2 cgroup2 rw", "/mnt")]
    // What lies beside the part that is mounted; version 1 alone; one that was removed; cgroup2 as a word that means something else.
    [InlineData("0::/other", "30 23 0:26 /a/b /mnt rw - cgroup2 cgroup2 rw", null)]
    [InlineData("0::/../other", "30 23 0:26 / /sys/fs/cgroup rw - tmpfs cgroup2 rw", null)]
    [InlineData("4:memory:/y", "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw", null)]
    [InlineData("0::/gone (deleted)", "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw", null)]
    [InlineData("0::/a", "", null)]
    [InlineData("", "no line of that file", null)]
    public void Find_WhatTheKernelSays_IsWhereItCanBeSeen(string cgroups, string mounts, string? folder) =>
        CgroupFolder.Find(cgroups.Split('|'), mounts.Split('|')).ShouldBe(folder);
}
