using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Runbooks;

/// <summary>Compares what a run pinned with what lies in the runbooks folder now.</summary>
internal static class FolderDrift
{
    /// <summary>What differs; empty when nothing does.</summary>
    /// <param name="pinned">The files of the run.</param>
    /// <param name="read">The pinned bytes of a digest.</param>
    /// <param name="now">The runbook in the folder; null when it is gone.</param>
    public static async Task<ImmutableArray<FileDrift>> CompareAsync(
        ImmutableArray<PinnedFile> pinned, Func<string, Task<byte[]?>> read, LibraryRunbook? now)
    {
        var drift = ImmutableArray.CreateBuilder<FileDrift>();
        foreach (var before in pinned)
        {
            var index = now?.Files.IndexOf(before, 0, SamePath.Instance) ?? -1;
            if (index < 0)
                drift.Add(new(before.Path, "gone", ""));
            else if (now!.Files[index] is var after && after.Digest != before.Digest)
                drift.Add(new(before.Path, "changed", TextDifference.Of(await read(before.Digest) ?? [], now.Contents[index].Span)));
            else if (after.Executable != before.Executable)
                drift.Add(new(before.Path, after.Executable ? "now executable" : "no longer executable", ""));
        }

        return drift.ToImmutable();
    }

    private sealed class SamePath : IEqualityComparer<PinnedFile>
    {
        public static SamePath Instance { get; } = new();

        public bool Equals(PinnedFile? x, PinnedFile? y) => x?.Path == y?.Path;

        public int GetHashCode(PinnedFile file) => StringComparer.Ordinal.GetHashCode(file.Path);
    }
}
