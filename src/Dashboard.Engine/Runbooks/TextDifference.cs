using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Dashboard.Engine.Runbooks;

/// <summary>What changed between two versions of a file.</summary>
internal static class TextDifference
{
    private const int MaxLines = 200;

    /// <summary>The lines that were added (<c>+</c>) and removed (<c>-</c>), at most 200; empty when one of the two is no text.</summary>
    public static string Of(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (before.Contains((byte)0) || after.Contains((byte)0))
            return "";
        var lines = InlineDiffBuilder.Diff(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(after)).Lines
            .Where(l => l.Type is ChangeType.Inserted or ChangeType.Deleted)
            .Select(l => (l.Type == ChangeType.Inserted ? "+" : "-") + l.Text).ToArray();
        return string.Join('\n', lines.Take(MaxLines)) + (lines.Length > MaxLines ? $"\n… {lines.Length - MaxLines} more lines" : "");
    }
}
