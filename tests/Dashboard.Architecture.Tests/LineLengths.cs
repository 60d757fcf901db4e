using System.Text.RegularExpressions;

namespace Dashboard.Architecture.Tests;

/// <summary>
/// Finds lines that are too long to be seen whole. What stands in a raw string is content: its lines are as long as they are.
/// </summary>
internal static partial class LineLengths
{
    /// <summary>The longest a line may be; .editorconfig says the same.</summary>
    public const int Most = 140;

    /// <summary>The numbers of the lines of a C# or Razor file that are too long.</summary>
    public static IEnumerable<int> TooLong(IEnumerable<string> lines)
    {
        var inside = false;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            // A raw string that spans lines has its quotes on the line before its content and on the line behind it.
            var turns = Quotes().Count(line) % 2 == 1;
            if (line.Length > Most && (!inside || turns))
                yield return number;
            inside ^= turns;
        }

        if (inside)
            throw new InvalidOperationException("A raw string never ends: which lines are content cannot be told.");
    }

    [GeneratedRegex("\"{3,}", RegexOptions.CultureInvariant)]
    private static partial Regex Quotes();
}
