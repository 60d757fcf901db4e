using System.Collections.Frozen;

namespace Dashboard.Linting.Adopt;

/// <summary>What the language of a fence says of what stands in it.</summary>
internal enum FenceUse
{
    /// <summary>A script for a shell that steps have.</summary>
    Script,

    /// <summary>What was typed at a prompt, and what came back.</summary>
    Transcript,

    /// <summary>Nobody said; it may be a script.</summary>
    Unsaid,

    /// <summary>A script for a shell that steps do not have.</summary>
    OtherShell,

    /// <summary>What a program prints, or a drawing: nobody would take it for commands.</summary>
    Output,

    /// <summary>A file, a query, an answer: no commands.</summary>
    Text,
}

/// <summary>The languages that people write on fences.</summary>
internal static class FenceLanguage
{
    private static readonly FrozenSet<string> Scripts =
        new[] { "bash", "sh", "shell", "zsh", "ksh", "ash", "dash", "shellscript", "shell-script", "bashrc", "posix" }.ToFrozenSet();

    private static readonly FrozenSet<string> Transcripts =
        new[] { "console", "terminal", "shell-session", "shellsession", "sh-session", "bash-session", "session", "term", "cli", "command",
            "commandline", "command-line" }.ToFrozenSet();

    private static readonly FrozenSet<string> Others =
        new[] { "powershell", "pwsh", "ps1", "posh", "cmd", "bat", "batch", "dos", "doscon", "fish", "csh", "tcsh", "nushell", "nu",
            "pwsh-session", "ps1con" }.ToFrozenSet();

    private static readonly FrozenSet<string> Outputs =
        new[] { "text", "txt", "plain", "plaintext", "none", "output", "log", "mermaid" }.ToFrozenSet();

    /// <summary>What stands in a fence of this language, in small letters.</summary>
    public static FenceUse Of(string language) =>
        Scripts.Contains(language) ? FenceUse.Script
        : Transcripts.Contains(language) ? FenceUse.Transcript
        : Others.Contains(language) ? FenceUse.OtherShell
        : Outputs.Contains(language) ? FenceUse.Output
        : language is "" or "code" ? FenceUse.Unsaid
        : FenceUse.Text;
}
