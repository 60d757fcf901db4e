using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>A word in its place.</summary>
internal sealed record Word(string Text, SourceLocation At);

/// <summary>A <c>key=value</c> pair in its place.</summary>
internal sealed record Pair(string Key, string Value, SourceLocation At);

/// <summary>What stands between braces: <c>{#ca-key .preflight timeout=10s title="The key"}</c>.</summary>
/// <param name="At">Where the brace opens.</param>
/// <param name="Ids">Words behind <c>#</c>.</param>
/// <param name="Classes">Words behind a dot.</param>
/// <param name="Pairs">Pairs of key and value.</param>
/// <param name="Problem">What keeps it from being read to its end, in its place; null when nothing does.</param>
/// <param name="Length">How many characters it takes, with its braces.</param>
internal sealed record AttributeList(
    SourceLocation At, ImmutableArray<Word> Ids, ImmutableArray<Word> Classes, ImmutableArray<Pair> Pairs, Word? Problem, int Length)
{
    /// <summary>
    /// Reads an attribute list of one line. Values are bare words, or stand in single or double quotes, without escapes: what is between
    /// the quotes is the value, so that regular expressions need no second backslash.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="open">Where the brace opens.</param>
    /// <param name="first">The place of the line's first character.</param>
    public static AttributeList Read(string line, int open, SourceLocation first)
    {
        var (ids, classes, pairs) =
            (ImmutableArray.CreateBuilder<Word>(), ImmutableArray.CreateBuilder<Word>(), ImmutableArray.CreateBuilder<Pair>());
        Word? problem = null;
        var i = open + 1;
        while (true)
        {
            while (i < line.Length && char.IsWhiteSpace(line[i]))
                i++;
            if (i >= line.Length)
            {
                problem ??= new("The attributes have no closing brace.", At(open));
                break;
            }

            if (line[i] == '}')
            {
                i++;
                break;
            }

            var start = i;
            while (i < line.Length && line[i] != '=' && line[i] != '}' && !char.IsWhiteSpace(line[i]))
                i++;
            var name = line[start..i];
            if (i < line.Length && line[i] == '=')
            {
                i++;
                if (Value(line, ref i) is not { } value)
                {
                    problem ??= new($"The value of `{name}` has no closing quote.", At(start));
                    break;
                }

                pairs.Add(new(name, value, At(start)));
            }
            else if (name is ['#', _, ..])
            {
                ids.Add(new(name[1..], At(start)));
            }
            else if (name is ['.', _, ..])
            {
                classes.Add(new(name[1..], At(start)));
            }
            else if (name == "optional")
            {
                // It reads like a word of its own.
                pairs.Add(new(name, "yes", At(start)));
            }
            else
            {
                problem ??= new($"`{name}` is neither an id, a class nor a pair.", At(start));
            }
        }

        return new(At(open), ids.ToImmutable(), classes.ToImmutable(), pairs.ToImmutable(), problem, i - open);

        SourceLocation At(int index) => first with { Column = first.Column + index };
    }

    private static string? Value(string line, ref int i)
    {
        var start = i;
        if (i < line.Length && line[i] is '"' or '\'')
        {
            var quote = line[i];
            var end = line.IndexOf(quote, i + 1);
            i = end < 0 ? line.Length : end + 1;
            return end < 0 ? null : line[(start + 1)..end];
        }

        while (i < line.Length && line[i] != '}' && !char.IsWhiteSpace(line[i]))
            i++;
        return line[start..i];
    }
}
