namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// Tells texts whose blocks the reader of Markdown is slow at, before it reads them: lines that open hundreds of quotes and lists in each
/// other, and thousands of link definitions in a row. Looks at each character once.
/// </summary>
internal static class BlockBudget
{
    /// <summary>How many quotes and lists a line may open: the reader refuses more than 128 in each other.</summary>
    public const int Markers = 100;

    /// <summary>How many lines in a row may begin with a bracket, as link definitions do.</summary>
    public const int Definitions = 2_000;

    /// <summary>What is too much, and the line it stands on, from 1; null when nothing is.</summary>
    public static (int Line, string What)? Exceeded(SourceText source)
    {
        var definitions = 0;
        for (var number = 1; number <= source.LineCount; number++)
        {
            ReadOnlySpan<char> rest = source.Line(number);
            var markers = Prefix(ref rest);
            definitions = rest.IsEmpty ? 0 : rest[0] == '[' ? definitions + 1 : definitions;
            if (markers > Markers)
                return (number, $"The line opens {markers} quotes and lists in each other");
            if (definitions > Definitions)
                return (number, $"More than {Definitions} lines in a row begin with a bracket");
        }

        return null;
    }

    /// <summary>Reads, for example, <c>&gt; 1. * text</c>; what is left is the text.</summary>
    private static int Prefix(ref ReadOnlySpan<char> line)
    {
        for (var markers = 0; ; markers++)
        {
            line = line.TrimStart(" \t");
            var digits = line.IndexOfAnyExceptInRange('0', '9') is var end && end > 0 && line[end] is '.' or ')' ? end : 0;
            if (line.StartsWith(">"))
                line = line[1..];
            else if (digits > 0 && IsEnd(line, digits + 1))
                line = line[(digits + 1)..];
            else if (line is ['*' or '-' or '+', ..] && IsEnd(line, 1))
                line = line[1..];
            else
                return markers;
        }
    }

    private static bool IsEnd(ReadOnlySpan<char> line, int at) => line.Length == at || line[at] is ' ' or '\t';
}
