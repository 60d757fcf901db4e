namespace Dashboard.Core.Text;

/// <summary>Output as a terminal shows it, without colours.</summary>
public static class TerminalText
{
    /// <summary>The text as a person sees it: each of its lines as <see cref="TerminalLine"/> reads it.</summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\n', StringComparison.Ordinal))
            return string.Join('\n', text.Split('\n').Select(Plain));
        var style = default(TerminalStyle);
        return TerminalLine.IsPlain(text) ? text : TerminalLine.Read(text, ref style).Text;
    }
}
