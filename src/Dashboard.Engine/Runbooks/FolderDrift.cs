using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Dashboard.Engine.Runbooks;

/// <summary>Compares what a run pinned with what lies in the runbooks folder now.</summary>
internal static class FolderDrift
{
    private const int MaxLines = 200;

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
                drift.Add(new(before.Path, "changed", Unified(await read(before.Digest) ?? [], now.Contents[index].Span)));
            else if (after.Executable != before.Executable)
                drift.Add(new(before.Path, after.Executable ? "now executable" : "no longer executable", ""));
        }

        return drift.ToImmutable();
    }

    private static string Unified(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (before.Contains((byte)0) || after.Contains((byte)0))
            return "";
        var lines = InlineDiffBuilder.Diff(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(after)).Lines
            .Where(l => l.Type is ChangeType.Inserted or ChangeType.Deleted)
            .Select(l => (l.Type == ChangeType.Inserted ? "+" : "-") + l.Text).ToArray();
        return string.Join('\n', lines.Take(MaxLines)) + (lines.Length > MaxLines ? $"\n… {lines.Length - MaxLines} more lines" : "");
    }

    private sealed class SamePath : IEqualityComparer<PinnedFile>
    {
        public static SamePath Instance { get; } = new();

        public bool Equals(PinnedFile? x, PinnedFile? y) => x?.Path == y?.Path;

        public int GetHashCode(PinnedFile file) => StringComparer.Ordinal.GetHashCode(file.Path);
    }
}
