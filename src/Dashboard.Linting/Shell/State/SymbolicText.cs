using System.Text;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.State;

/// <summary>
/// Texts of which a part is not known before the script runs. What is unknown stands in the text as a mark, with a name that says where it
/// comes from: a variable's name, or one of the constants here. Other marks are used while a word is put together and never leave it.
/// </summary>
internal static class SymbolicText
{
    private const string LeakPrefix = "!LN";

    /// <summary>A path that <c>mktemp</c> made; what follows tells the calls apart.</summary>
    public const string Temporary = "!temporary";

    /// <summary>The number of a process that the script started itself.</summary>
    public const string OwnProcess = "!own-process";

    /// <summary>A number.</summary>
    public const string Number = "!number";

    /// <summary>Ends one field of a word and begins the next.</summary>
    public const char Split = '\uE002';

    /// <summary>Stands before a character that is a glob.</summary>
    public const char Glob = '\uE003';

    /// <summary>An unquoted brace or comma.</summary>
    public const char OpenBrace = '\uE004', CloseBrace = '\uE005', Comma = '\uE006';

    /// <summary>Keeps an empty field that was quoted.</summary>
    public const char Kept = '\uE007';

    private const char Begin = '\uE000', End = '\uE001';

    /// <summary>Something unknown.</summary>
    public static string Unknown(string name = "") => $"{Begin}{name}{End}";

    /// <summary>Whether all of it is known.</summary>
    public static bool IsKnown(string text) => text.AsSpan().IndexOfAny(Begin, Glob) < 0;

    /// <summary>Whether it holds this unknown.</summary>
    public static bool Holds(string text, string name) => text.Contains(Unknown(name), StringComparison.Ordinal);

    /// <summary>The names of what is unknown in it.</summary>
    public static IEnumerable<string> Names(string text)
    {
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at + 1))
            yield return text[(at + 1)..Math.Max(at + 1, text.IndexOf(End, at))];
    }

    /// <summary>The name of the unknown text that it begins with; null when it begins with something known.</summary>
    public static string? First(string text) => text.Length > 1 && text[0] == Begin ? text[1..Math.Max(1, text.IndexOf(End, StringComparison.Ordinal))] : null;

    /// <summary>Whether a name is one of a path that <c>mktemp</c> made.</summary>
    public static bool IsTemporary(string name) => name.StartsWith(Temporary, StringComparison.Ordinal);

    /// <summary>Whether a text holds something unknown that could be any code, once it is run as code.</summary>
    public static bool IsAnyCode(string text) => Names(text).Any(n => n is not Number and not OwnProcess && !IsTemporary(n));

    /// <summary>Something unknown that must not be shown.</summary>
    /// <param name="code">The rule that forbids it (<see cref="LintCodes"/>).</param>
    public static string Leak(string code) => Unknown("!" + code);

    /// <summary>A text that is known stays; one that is not becomes what it begins with, or anything.</summary>
    public static string Widened(string text) => IsKnown(text) ? text : LeakIn(text) is { } code ? Leak(code) : Unknown(First(text) ?? "");

    /// <summary>The rule that forbids to show the text; null when it may be shown.</summary>
    public static string? LeakIn(string text) => Names(text).FirstOrDefault(n => n.StartsWith(LeakPrefix, StringComparison.Ordinal))?[1..];

    /// <summary>The same text without what only words need: globs are their characters again.</summary>
    public static string Plain(string text) => text.Replace(Glob.ToString(), "", StringComparison.Ordinal).Replace(Kept.ToString(), "", StringComparison.Ordinal);

    /// <summary>The text for people: <c>$NAME</c> for a variable, an ellipsis for the rest.</summary>
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

    /// <summary>A script's own text, without characters that would be taken for marks.</summary>
    public static string Harmless(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uE000', '\uE0FF') < 0 ? text : string.Concat(text.Select(c => c is >= '\uE000' and <= '\uE0FF' ? '?' : c));
}
