using System.Collections.Frozen;

namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>What the catalogue knows of a program.</summary>
internal sealed class KnownProgram
{
    private readonly FrozenDictionary<string, CatalogueLine> _verbs;
    private readonly FrozenSet<string> _topics;

    /// <summary>Puts its lines together.</summary>
    /// <param name="line">The program's own line.</param>
    /// <param name="verbs">The lines of its verbs, by verb.</param>
    public KnownProgram(CatalogueLine line, IReadOnlyDictionary<string, CatalogueLine> verbs)
    {
        Line = line;
        _verbs = verbs.ToFrozenDictionary(StringComparer.Ordinal);
        EntersContainers = verbs.Values.Any(v => v.Effect is ProgramEffect.Enters or ProgramEffect.Starts);
        Longest = verbs.Keys.Select(v => v.Count(c => c == ' ') + 1).DefaultIfEmpty(0).Max();
        _topics = verbs.Where(v => v.Value.Effect == ProgramEffect.Looks).Select(v => v.Key.Split(' ')).Where(words => words.Length > 1)
            .Select(words => words[0]).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The name by which it is known: <c>docker</c> for <c>podman</c>.</summary>
    public string Name => Line.Program;

    /// <summary>The program's own line.</summary>
    public CatalogueLine Line { get; }

    /// <summary>Whether its first words say what it does.</summary>
    public bool HasVerbs => _verbs.Count > 0;

    /// <summary>Whether one of its verbs runs a command in a container.</summary>
    public bool EntersContainers { get; }

    /// <summary>The lines of its verbs, by verb.</summary>
    public IReadOnlyDictionary<string, CatalogueLine> Lines => _verbs;

    /// <summary>The lines of its verbs.</summary>
    public IEnumerable<CatalogueLine> Verbs => _verbs.Values;

    /// <summary>The arguments behind the program's own options: the verb first.</summary>
    public string[] Words(string[] arguments) => [.. Arguments.Of(arguments, Line.Values, stopAtOperand: true).Operands];

    /// <summary>How many words its longest verb has.</summary>
    private int Longest { get; }

    /// <summary>The line of a verb; null when there is none.</summary>
    public CatalogueLine? Verb(string verb) => _verbs.GetValueOrDefault(verb);

    /// <summary>The line of the verb that these words begin with, the longest one first; null when there is none.</summary>
    public CatalogueLine? Verb(ReadOnlySpan<string> words) => Verb(words, out _);

    /// <summary>The line of the verb that these words begin with, the longest one first; null when there is none.</summary>
    /// <param name="words">The words.</param>
    /// <param name="length">How many of them are the verb.</param>
    public CatalogueLine? Verb(ReadOnlySpan<string> words, out int length)
    {
        for (length = Math.Min(words.Length, Longest); length > 0; length--)
        {
            if (Verb(string.Join(' ', words[..length]!)) is { } line)
                return line;
        }

        return null;
    }

    /// <summary>Whether a word needs another one behind it: <c>docker volume</c> alone prints its help.</summary>
    public bool IsTopic(string word) => _topics.Contains(word);
}
