using System.Text;
using Dashboard.Core.Gates;

namespace Dashboard.Engine.Runs;

/// <summary>What people type and attach. It is masked like any output (<see cref="RunSecrets"/>): a pasted key is no less a key.</summary>
public static class FreeText
{
    /// <summary>No note or reason is longer than this, in characters.</summary>
    public const int MaxLength = 10_000;

    /// <summary>No change reference is longer than this, in characters.</summary>
    public const int MaxReference = 200;

    /// <summary>What is wrong with a text that must be there; null when it is fine.</summary>
    /// <param name="text">The text.</param>
    /// <param name="wanted">What it should be, such as <c>a reason</c>.</param>
    public static LockReason? Problem(string? text, string wanted) =>
        string.IsNullOrWhiteSpace(text) ? new(LockCode.ReasonMissing, $"Missing: {wanted}.", $"Enter {wanted}.")
        : TooLong(text);

    /// <summary>What is wrong with a text that may be left out; null when it is fine.</summary>
    public static LockReason? TooLong(string? text) => text?.Length > MaxLength
        ? new(LockCode.Invalid, $"The text has {text.Length} characters; at most {MaxLength} are kept.",
            "Make it shorter, or attach it as a file.")
        : null;

    /// <summary>A file's name without its path and without characters that mean something to a terminal, a shell or a page.</summary>
    public static string FileName(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var safe = new StringBuilder();
        foreach (var c in last.Take(100))
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_');
        return safe.ToString().TrimStart('.') is { Length: > 0 } kept ? kept : "file";
    }
}
