using System.Collections.Immutable;
using System.Globalization;

namespace Dashboard.Engine.Linting;

/// <summary>
/// Reads a list of commands with what each does, for example <c>docker ps⇥reads</c>: one on a line, a tab between. Empty lines and lines
/// that begin with <c>#</c> are left out.
/// </summary>
internal static class CommandList
{
    /// <summary>Reads a list.</summary>
    /// <exception cref="FormatException">A line is no command with an effect. The message begins with its number.</exception>
    public static ImmutableArray<(int Line, string Command, CommandVerdict Does)> Read(string text) =>
        [.. text.Split('\n').Select((line, i) => (Number: i + 1, Text: line.TrimEnd('\r')))
            .Where(l => l.Text.Length > 0 && l.Text[0] != '#').Select(l => Entry(l.Number, l.Text))];

    private static (int, string, CommandVerdict) Entry(int number, string line) => line.Split('\t') switch
    {
        [{ Length: > 0 } command, "reads"] => (number, command, CommandVerdict.Reads),
        [{ Length: > 0 } command, "changes"] => (number, command, CommandVerdict.Changes),
        [{ Length: > 0 } command, "destroys"] => (number, command, CommandVerdict.Destroys),
        _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture,
            $"Line {number}: write a command, a tab, and `reads`, `changes` or `destroys`.")),
    };
}
