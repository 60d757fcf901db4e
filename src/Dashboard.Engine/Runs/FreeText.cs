using System.Text;
using Dashboard.Core.Gates;
using Dashboard.Engine.Execution.Masking;

namespace Dashboard.Engine.Runs;

/// <summary>What people type and attach. It is masked like any output: a pasted key is no less a key.</summary>
internal static class FreeText
{
    /// <summary>No note or reason is longer than this, in characters.</summary>
    public const int MaxLength = 10_000;

    /// <summary>What is wrong with a text that must be there; null when it is fine.</summary>
    /// <param name="text">The text.</param>
    /// <param name="wanted">What it should be, such as <c>a reason</c>.</param>
    public static LockReason? Problem(string? text, string wanted) =>
        string.IsNullOrWhiteSpace(text) ? new(LockCode.ReasonMissing, $"It needs {wanted}.", $"Write {wanted}.")
        : text.Length > MaxLength ? new(LockCode.Invalid, $"The text has {text.Length} characters; at most {MaxLength} are kept.", "Attach it as a file.")
        : null;

    /// <summary>The text with every secret of the run's runbook masked.</summary>
    public static string Masked(RunJournal journal, string text) => Secrets(journal).MaskText(text.Trim());

    /// <summary>Whether the bytes hold a secret of the run's runbook, or a private key.</summary>
    public static bool HoldsSecret(RunJournal journal, ReadOnlyMemory<byte> content) => Secrets(journal).Holds(content.Span);

    /// <summary>A file's name without its path and without characters that mean something to a terminal, a shell or a page.</summary>
    public static string FileName(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var safe = new StringBuilder();
        foreach (var c in last.Take(100))
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_');
        return safe.ToString().TrimStart('.') is { Length: > 0 } kept ? kept : "file";
    }

    private static SecretSet Secrets(RunJournal journal) =>
        SecretSet.Compile(SecretFiles.Read(journal.Runbook, journal.State.Opened).Contents);
}
