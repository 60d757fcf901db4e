using System.Text;

namespace Dashboard.Linting.Shell.State;

/// <summary>
/// Texts that are only partly known before the script runs. Each unknown part is a mark in the text, with a name that says where it comes
/// from: a variable, or one of the constants here. The other marks are used only while a word is expanded.
/// </summary>
internal static class SymbolicText
{
    private const string LeakPrefix = "!LN";

    /// <summary>A path made by <c>mktemp</c>. A suffix tells the calls apart.</summary>
    public const string Temporary = "!temporary";

    /// <summary>The ID of a process that the script started itself.</summary>
    public const string OwnProcess = "!own-process";

    /// <summary>A number.</summary>
    public const string Number = "!number";

    /// <summary>Ends one field of a word and begins the next.</summary>
    public const char Split = '\uE002';

    /// <summary>Stands before a character that is a glob.</summary>
    public const char Glob = '\uE003';

    /// <summary>An unquoted brace or comma.</summary>
    public const char OpenBrace = '\uE004', CloseBrace = '\uE005', Comma = '\uE006';

    /// <summary>Preserves a quoted empty field.</summary>
    public const char Kept = '\uE007';

    private const char Begin = '\uE000', End = '\uE001';

    /// <summary>A mark for something unknown.</summary>
    public static string Unknown(string name = "") => $"{Begin}{name}{End}";

    /// <summary>Whether the whole text is known.</summary>
    public static bool IsKnown(string text) => text.AsSpan().IndexOfAny(Begin, Glob) < 0;

    /// <summary>Whether the text contains this mark.</summary>
    public static bool Holds(string text, string name) => text.Contains(Unknown(name), StringComparison.Ordinal);

    /// <summary>The names of all unknown parts.</summary>
    public static IEnumerable<string> Names(string text)
    {
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at + 1))
            yield return text[(at + 1)..Math.Max(at + 1, text.IndexOf(End, at))];
    }

    /// <summary>The name of the mark that the text begins with; null if it begins with known text.</summary>
    public static string? First(string text) => text.Length > 1
        && text[0] == Begin ? text[1..Math.Max(1, text.IndexOf(End, StringComparison.Ordinal))] : null;

    /// <summary>Whether a mark's name stands for a path made by <c>mktemp</c>.</summary>
    public static bool IsTemporary(string name) => name.StartsWith(Temporary, StringComparison.Ordinal);

    /// <summary>Whether a text, run as code, could run anything because an unknown part of it could be anything.</summary>
    public static bool IsAnyCode(string text) => Names(text).Any(n => n is not Number and not OwnProcess && !IsTemporary(n));

    /// <summary>A mark for something unknown that must not be shown.</summary>
    /// <param name="code">The rule that forbids it (<see cref="LintCodes"/>).</param>
    public static string Leak(string code) => Unknown("!" + code);

    /// <summary>Replaces a partly known text with the first mark in it; a known text stays.</summary>
    public static string Widened(string text) => IsKnown(text) ? text : LeakIn(text) is { } code ? Leak(code) : Unknown(First(text) ?? "");

    /// <summary>The rule that showing the text would break; null if it may be shown.</summary>
    public static string? LeakIn(string text) => Names(text).FirstOrDefault(n => n.StartsWith(LeakPrefix, StringComparison.Ordinal))?[1..];

    /// <summary>The text without the marks of word expansion; globs become ordinary characters.</summary>
    public static string Plain(string text) =>
        text.Replace(Glob.ToString(), "", StringComparison.Ordinal).Replace(Kept.ToString(), "", StringComparison.Ordinal);

    /// <summary>The text for messages: <c>$NAME</c> for a variable, an ellipsis for anything else unknown.</summary>
    public static string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != Begin)
            {
                words.Append(text[i] is >= '\uE000' and <= '\uE0FF' ? "" : char.IsControl(text[i]) ? " " : text[i].ToString());
                continue;
            }

            var end = text.IndexOf(End, i);
            var name = text[(i + 1)..Math.Max(i + 1, end)];
            words.Append(name.Length == 0 || name[0] == '!' ? "…" : "$" + name);
            i = Math.Max(i, end);
        }

        return words.ToString();
    }

    /// <summary>A script's text with all characters replaced that would be mistaken for marks.</summary>
    public static string Harmless(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uE000', '\uE0FF') < 0 ? text
            : string.Concat(text.Select(c => c is >= '\uE000' and <= '\uE0FF' ? '?' : c));
}
