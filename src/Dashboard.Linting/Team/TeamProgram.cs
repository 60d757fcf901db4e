using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Linting.Team;

/// <summary>A program as a team describes it, upon what the linter knows of it already.</summary>
internal sealed class TeamProgram
{
    private readonly KnownProgram? _known;
    private readonly Dictionary<string, CatalogueLine> _verbs;
    private CatalogueLine _line;

    /// <summary>Begins with what is known.</summary>
    /// <param name="name">The program.</param>
    /// <param name="known">What the linter knows; null for nothing.</param>
    /// <param name="number">The line in the team's file.</param>
    public TeamProgram(string name, KnownProgram? known, int number)
    {
        (Name, _known) = (name, known);
        _line = known?.Line ?? new(number, name, null, ProgramEffect.Changes);
        _verbs = known?.Lines.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal) ?? [];
    }

    /// <summary>The program.</summary>
    public string Name { get; }

    /// <summary>Says what it does with a verb that is not named; false when that would be less than is known.</summary>
    public bool Effect(ProgramEffect effect)
    {
        if (_known is not null && effect < TeamLimits.Least(_known))
            return false;
        _line = _line with { Effect = effect };
        return true;
    }

    /// <summary>Says what a verb does; false when that would be less than is known.</summary>
    public bool Verb(string[] words, ProgramEffect effect, int number)
    {
        var verb = string.Join(' ', words);
        if (_known is not null && (effect < TeamLimits.Least(_known.Verb(words) ?? _known.Line)
            || (_known.Verb(verb) is { } line && TeamLimits.IsWrapper(line))))
            return false;
        _verbs[verb] = new(number, Name, verb, effect);
        return true;
    }

    /// <summary>Says what it does with an option; false when that would be less than is known.</summary>
    public bool Option(string option, ProgramEffect effect)
    {
        if (_known is not null && effect < TeamLimits.Least(_known))
            return false;
        _line = _line with { Conditions = _line.Conditions.Add(new(effect, ConditionScope.Option, new([option]))) };
        return true;
    }

    /// <summary>Names options that take the next word.</summary>
    public void Values(ImmutableArray<string> options) => _line = _line with { Values = _line.Values.Union(options) };

    /// <summary>The program.</summary>
    public KnownProgram Known() => new(_line, _verbs);
}
