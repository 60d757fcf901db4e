using System.Collections.Immutable;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Expands words to all possible fields. Unknown parts become marks; substitutions are walked.</summary>
/// <param name="scope">The state of the script.</param>
/// <param name="capture">Walks a command substitution.</param>
/// <param name="process">Walks a process substitution, and gives the field that names it.</param>
/// <param name="again">Walks the substitutions in a value that is expanded a second time.</param>
internal sealed class WordExpander(
    Scope scope, Func<ImmutableArray<Statement>, Flow> capture, Func<ProcessSubstitution, string> process, Action<string> again)
{
    /// <summary>With more possibilities than this, the text becomes unknown.</summary>
    private const int MostWays = 16;

    /// <summary>All possible expansions of a list of words.</summary>
    public IReadOnlyList<ImmutableArray<string>> Fields(ImmutableArray<Word> words)
    {
        List<List<string>> all = [[]];
        foreach (var word in words)
        {
            var ways = Fields(word);
            if (all.Count * ways.Count > MostWays)
                ways = [[Blur(ways.SelectMany(w => w))]];
            if (ways is [var only])
                all.ForEach(before => before.AddRange(only));
            else
                all = [.. all.SelectMany(before => ways.Select(way => before.Concat(way).ToList()))];
        }

        return [.. all.Select(fields => fields.ToImmutableArray())];
    }

    /// <summary>The text of a word that is not split into fields, such as the value of an assignment.</summary>
    public IReadOnlyList<string> Texts(Word? word) => word is null ? [""] :
        [.. Marked(word.Parts, quoted: false).Select(t => Braceless(SymbolicText.Plain(t)).Replace(SymbolicText.Split, ' ')).Distinct()];

    private static string Braceless(string text) =>
        text.Replace(SymbolicText.OpenBrace, '{').Replace(SymbolicText.CloseBrace, '}').Replace(SymbolicText.Comma, ',');

    private List<ImmutableArray<string>> Fields(Word word) =>
    [
        .. Marked(word.Parts, quoted: false).Select(text => Braces.Expand(text)
            .SelectMany(t => t.Split(SymbolicText.Split))
            .Where(t => t.Length > 0)
            .Select(t => t.Replace(SymbolicText.Kept.ToString(), "", StringComparison.Ordinal)).ToImmutableArray())
    ];

    private List<string> Marked(ImmutableArray<WordPart> parts, bool quoted)
    {
        List<string> all = [""];
        foreach (var part in parts)
        {
            var ways = Marked(part, quoted);
            if (all.Count * ways.Count > MostWays || all[0].Length + ways.Max(w => w.Length) > Flow.Longest)
                ways = [Blur(ways)];
            all = [.. all.SelectMany(before => ways.Select(way => before + way))];
        }

        return all;
    }

    private IReadOnlyList<string> Marked(WordPart part, bool quoted) => part switch
    {
        Bare bare => [quoted ? ShellEscapes.InDoubleQuotes(bare.Text) : ShellEscapes.Bare(bare.Text)],
        Quoted text => [SymbolicText.Kept + (text.Escapes ? ShellEscapes.Decode(text.Text) : text.Text)],
        DoubleQuoted { Parts: [Parameter { Kind: ExpansionKind.Value } all] } when all.Name == "@" || all.Index == "@" =>
            Expanded(all, quoted: true),
        DoubleQuoted inner => [.. Marked(inner.Parts, quoted: true).Select(t => SymbolicText.Kept + t)],
        Parameter parameter => Expanded(parameter, quoted),
        Substitution substitution => [Unquoted(Captured(capture(substitution.Body)), quoted)],
        ProcessSubstitution substitution => [process(substitution)],
        Arithmetic arithmetic => Evaluate(arithmetic.Inner, [SymbolicText.Unknown(SymbolicText.Number)]),
        _ => [SymbolicText.Glob + "*"],
    };

    private IReadOnlyList<string> Expanded(Parameter parameter, bool quoted)
    {
        Evaluate(parameter.Inner, []);
        var values = scope.Values(parameter.Name);
        IReadOnlyList<string> ways = parameter.Kind switch
        {
            // `${x:?word}` evaluates its word.
            ExpansionKind.Value => Evaluate(parameter.Word is { } message ? [message] : [], values),
            ExpansionKind.Prompt => Again(values),
            ExpansionKind.Default when values.All(v => v.Length > 0 && SymbolicText.IsKnown(v)) => values,
            ExpansionKind.Default => [.. values.Where(v => v.Length > 0 && !scope.IsUnset(parameter.Name)),
                .. Marked(parameter.Word?.Parts ?? [], quoted)],
            ExpansionKind.Alternative => ["", .. Marked(parameter.Word?.Parts ?? [], quoted)],
            ExpansionKind.Length => [SymbolicText.Unknown(SymbolicText.Number)],
            ExpansionKind.Indirect =>
                [.. values.SelectMany(v => SymbolicText.IsKnown(v) && v.Length > 0 ? scope.Values(v) : [SymbolicText.Unknown()])],
            _ => Evaluate(parameter.Word is { } word ? [word] : [], [Blur(values)]),
        };
        if (parameter.Kind == ExpansionKind.Value && parameter.Index is { } index && index is not ("@" or "*"))
            ways = [.. ways.SelectMany(w => w.Split(SymbolicText.Split))];
        // "$*" is one field, "$@" is many.
        if (quoted && (parameter.Name == "*" || parameter.Index == "*"))
            ways = [.. ways.Select(w =>
                w.Replace(SymbolicText.Split, ' ').Replace(SymbolicText.Kept.ToString(), "", StringComparison.Ordinal))];
        return [.. ways.Select(w => Unquoted(w, quoted)).Distinct()];
    }

    /// <summary>The text of a substitution without trailing newlines, or a mark.</summary>
    private static string Captured(Flow stream) =>
        stream.Leak is { } leak ? SymbolicText.Leak(leak) : stream.Text?.TrimEnd('\n') ?? SymbolicText.Unknown();

    private string Unquoted(string value, bool quoted)
    {
        if (quoted)
            return value;
        var separators = scope.Separators;
        return string.Concat(value
            .Select(c => c is ' ' or '\t' or '\n' || separators.Contains(c, StringComparison.Ordinal) ? SymbolicText.Split : c));
    }

    private IReadOnlyList<string> Evaluate(ImmutableArray<Word> words, IReadOnlyList<string> value)
    {
        foreach (var word in words)
            Marked(word.Parts, quoted: true);
        return value;
    }

    private List<string> Again(IReadOnlyList<string> values)
    {
        foreach (var value in values.Where(v => v.Contains("$(", StringComparison.Ordinal) || v.Contains('`', StringComparison.Ordinal)))
            again(value);
        return [Blur(values)];
    }

    /// <summary>One mark in place of many texts. It keeps the most important name.</summary>
    private static string Blur(IEnumerable<string> all)
    {
        var ways = all.ToArray();
        var names = ways.SelectMany(SymbolicText.Names).Distinct().ToArray();
        return ways.Select(SymbolicText.LeakIn).FirstOrDefault(l => l is not null) is { } leak ? SymbolicText.Leak(leak)
            : SymbolicText.Unknown(names.FirstOrDefault(n => !SymbolicText.IsTemporary(n)) ?? names.FirstOrDefault() ?? "");
    }
}
