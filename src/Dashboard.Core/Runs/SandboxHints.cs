using System.Text.RegularExpressions;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Text;

namespace Dashboard.Core.Runs;

/// <summary>
/// Tells when the sandbox may be why a read-only step failed: a program that may open no socket says “Permission denied” alone.
/// </summary>
internal static partial class SandboxHints
{
    private const string Words = "The sandbox closes Unix sockets to read-only steps, which may be why. "
        + "If the step may open one, name its path in socket= on the step.";

    /// <summary>What to say besides how it ended; null when nothing points to the sandbox.</summary>
    /// <param name="step">The step.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="text">Its masked output.</param>
    public static string? Of(Step step, RunnerEnd end, string text) =>
        step.Kind.IsReadOnly() && step.Container is null && step.Sockets.IsEmpty
        && end.Sandbox.StartsWith(SandboxWords.Confined, StringComparison.Ordinal)
        && Refused().IsMatch(text)
        && (step.Language == ScriptLanguage.Sql || Socket().IsMatch(step.Body) || Socket().IsMatch(TerminalText.Plain(text)))
            ? Words
            : null;

    // What the C library, D-Bus and database clients print.
    [GeneratedRegex(@"permission denied|access denied|\bEACCES\b|\(13\)|\bErrno 13\b"
        + @"|(?:can(?:no|')t|could ?n[o']t|fail(?:ed)? to|unable to) (?:connect|create (?:unix )?socket|open socket)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Refused();

    // Words that name one, and programs that talk over one.
    [GeneratedRegex(@"sock|\bAF_UNIX\b|\bunix\b|\bd?-?bus\b|\b(?:systemctl|journalctl|loginctl|hostnamectl|timedatectl|resolvectl"
        + @"|networkctl|busctl|psql|pg_isready|mysql|mariadb|mysqladmin|redis-cli|ssh-add|gpg|virsh|nft|crictl|ctr|podman|birdc"
        + @"|unbound-control)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Socket();
}
