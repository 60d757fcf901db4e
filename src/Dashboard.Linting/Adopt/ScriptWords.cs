using System.Collections.Immutable;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Adopt;

/// <summary>A command as it is written in a script.</summary>
/// <param name="Words">Its words; null for one that only a run would tell.</param>
/// <param name="IsFed">Whether something comes into its input: a pipe, a file, a here-document.</param>
/// <param name="Line">Its line in the script, from 1.</param>
/// <param name="Variable">The variable that the command's name comes from; null when it is written out.</param>
internal sealed record WrittenCommand(ImmutableArray<string?> Words, bool IsFed, int Line, string? Variable);

/// <summary>What a script is written of: its commands, the variables that it reads, and those that it sets.</summary>
internal sealed class ScriptWords
{
    private readonly List<WrittenCommand> _commands = [];
    private readonly Dictionary<string, string?> _set = new(StringComparer.Ordinal);
    private readonly List<string> _read = [];

    private ScriptWords()
    {
    }

    /// <summary>All its commands, those inside of substitutions and loops too, in their order.</summary>
    public IReadOnlyList<WrittenCommand> Commands => _commands;

    /// <summary>The variables that it sets, with the value where it is written out.</summary>
    public IReadOnlyDictionary<string, string?> Set => _set;

    /// <summary>The variables that it reads without having set them anywhere, and without a default, in their order.</summary>
    public IEnumerable<string> Unset => _read.Distinct(StringComparer.Ordinal).Where(name => !_set.ContainsKey(name));

    /// <summary>Reads a script's tree.</summary>
    public static ScriptWords Of(ImmutableArray<Statement> statements)
    {
        var words = new ScriptWords();
        foreach (var statement in statements)
            words.Add(statement, false);
        return words;
    }

    private void Add(Statement statement, bool isFed)
    {
        foreach (var redirect in statement.Redirects)
            Add(redirect.Word);
        isFed |= statement.Redirects.Any(r =>
            r.Kind is RedirectKind.Input or RedirectKind.HereDocument or RedirectKind.HereString or RedirectKind.Both);
        switch (statement.Command)
        {
            case Call call:
                Add(call.Assignments);
                Add(call.Words);
                if (call.Words.Length > 0)
                    Add(call, statement.At.Line, isFed);
                break;
            case Pipe pipe:
                Add(pipe.From, isFed);
                Add(pipe.To, true);
                break;
            case Group group:
                Add(group.Words);
                foreach (var inner in group.Body)
                    Add(inner, isFed);
                break;
            case ForEach loop:
                _set.TryAdd(loop.Name, null);
                Add(loop.Words ?? []);
                foreach (var inner in loop.Body)
                    Add(inner, isFed);
                break;
            case Function function:
                Add(function.Body, isFed);
                break;
            case Declaration declaration:
                Add(declaration.Assignments);
                Add(declaration.Words);
                break;
        }
    }

    private void Add(Call call, int line, bool isFed)
    {
        var words = call.Words.Select(Text).ToImmutableArray();
        var variable = words[0] is null && call.Words[0].Parts is [Parameter or DoubleQuoted { Parts: [Parameter] }]
            ? (call.Words[0].Parts[0] as Parameter ?? (Parameter)((DoubleQuoted)call.Words[0].Parts[0]).Parts[0]).Name
            : null;
        _commands.Add(new(words, isFed, line, variable));
        if (words[0] is "export" or "readonly" or "local" or "declare" or "typeset")
        {
            foreach (var parts in call.Words.Skip(1).Select(w => w.Parts).Where(p => p is [Bare, ..]))
                Export((Bare)parts[0], new(parts.RemoveAt(0)));
        }
        else if (words[0] is "read" or "mapfile" or "readarray" or "getopts" or "printf")
        {
            foreach (var name in words.Skip(1).OfType<string>().Where(IsName))
                _set.TryAdd(name, null);
        }
    }

    /// <summary>Reads, for example, <c>export NAME=value</c>, which is a command to a POSIX shell.</summary>
    private void Export(Bare first, Word rest)
    {
        if (first.Text.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && IsName(first.Text[..at]))
            _set[first.Text[..at]] = Text(rest) is { } value ? first.Text[(at + 1)..] + value : null;
    }

    private void Add(ImmutableArray<Assignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            Add(assignment.Inner);
            Add(assignment.Elements ?? []);
            if (assignment.Value is { } value)
                Add(value);
            _set[assignment.Name] = assignment is { Append: false, Elements: null, Value: { } written } ? Text(written) : null;
        }
    }

    private void Add(ImmutableArray<Word> words)
    {
        foreach (var word in words)
            Add(word);
    }

    private void Add(Word word)
    {
        foreach (var part in word.Parts)
            Add(part);
    }

    private void Add(WordPart part)
    {
        switch (part)
        {
            case DoubleQuoted quoted:
                foreach (var inner in quoted.Parts)
                    Add(inner);
                break;
            case Parameter parameter:
                if (IsName(parameter.Name) && parameter.Kind is not (ExpansionKind.Default or ExpansionKind.Alternative))
                    _read.Add(parameter.Name);
                if (parameter.Word is { } word)
                    Add(word);
                Add(parameter.Inner);
                break;
            case Substitution substitution:
                foreach (var statement in substitution.Body)
                    Add(statement, false);
                break;
            case ProcessSubstitution substitution:
                foreach (var statement in substitution.Body)
                    Add(statement, false);
                break;
            case Arithmetic arithmetic:
                Add(arithmetic.Inner);
                break;
        }
    }

    private static bool IsName(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name != "_"
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>A word that is written out; null when a variable or a command makes it.</summary>
    private static string? Text(Word word)
    {
        var texts = word.Parts.Select(Text).ToArray();
        return Array.Exists(texts, t => t is null) ? null : string.Concat(texts);
    }

    private static string? Text(WordPart part) => part switch
    {
        Bare bare => bare.Text,
        Quoted { Escapes: false } quoted => quoted.Text,
        DoubleQuoted quoted when quoted.Parts.All(p => p is Bare) => string.Concat(quoted.Parts.Cast<Bare>().Select(b => b.Text)),
        _ => null,
    };
}
