namespace Dashboard.Core.Runbooks;

/// <summary>Which pinned files are scripts of a shell, by what they are called and how they begin.</summary>
public static class ScriptFile
{
    /// <summary>
    /// Whether it is called like one, or begins with <c>#!</c>, after a byte order mark too: that is a fault of the file, and makes it no
    /// other thing.
    /// </summary>
    /// <param name="path">Its path.</param>
    /// <param name="content">Its content, or the beginning of it.</param>
    public static bool IsCalledOne(string path, ReadOnlySpan<byte> content) =>
        (content.StartsWith("\uFEFF"u8) ? content[3..] : content).StartsWith("#!"u8)
        || Path.GetExtension(path) is var ending
            && (ending.Equals(".sh", StringComparison.OrdinalIgnoreCase) || ending.Equals(".bash", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether bash would run it: a file whose first line is text, whatever comes in the others (bash 5.2, <c>check_binary_file</c>).
    /// </summary>
    public static bool IsRunnable(ReadOnlySpan<byte> content) =>
        System.Text.Unicode.Utf8.IsValid(content)
            && !(content.IndexOf((byte)'\n') is >= 0 and var end ? content[..end] : content).Contains((byte)0);
}
