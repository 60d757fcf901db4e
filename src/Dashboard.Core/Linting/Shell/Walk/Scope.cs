using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Linting.Shell.Syntax;

namespace Dashboard.Core.Linting.Shell.Walk;

/// <summary>
/// What a script may know while it runs. A variable has every value that is assigned to it anywhere, in whatever branch: a reader of the script
/// cannot know which one it is. A script is walked twice, so that what is assigned late is known early.
/// </summary>
internal sealed class Scope
{
    private const int MostValues = 12;

    private readonly Dictionary<string, List<string>> _earlier = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>The functions, by name.</summary>
    public Dictionary<string, Function> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>The scripts that aliases stand for.</summary>
    public Dictionary<string, string> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>The positional parameters; null when they are not known.</summary>
    public ImmutableArray<string>? Positional { get; set; } = [];

    /// <summary>Whether the script has gone to a temporary folder, and nowhere else.</summary>
    public bool InTemporaryFolder { get; private set; }

    private bool _elsewhere;

    /// <summary>Begins the second walk.</summary>
    public void BeginAgain()
    {
        foreach (var (name, values) in _values)
            _earlier[name] = values;
        _values.Clear();
    }

    /// <summary>Notes a change of folder.</summary>
    public void Go(bool temporary)
    {
        _elsewhere |= !temporary;
        InTemporaryFolder = temporary && !_elsewhere;
    }

    /// <summary>Adds a value that a variable may have.</summary>
    public void Assign(string name, string value)
    {
        var values = _values.TryGetValue(name, out var known) ? known : _values[name] = [];
        if (values.Contains(value))
            return;
        if (values.Count < MostValues)
            values.Add(value);
        else
            values[^1] = Marks.LeakIn(string.Concat(values) + value) is { } leak ? Marks.Leak(leak) : Marks.Unknown(name);
    }

    /// <summary>The values that are assigned to a variable; none when the script never does.</summary>
    public IReadOnlyList<string> Assigned(string name) =>
        _values.TryGetValue(name, out var values) || _earlier.TryGetValue(name, out values) ? [.. values] : [];

    /// <summary>All values a parameter may have. Fields of <c>$@</c>, <c>$*</c> and arrays stand apart by <see cref="Marks.Split"/>.</summary>
    public IReadOnlyList<string> Values(string name) => name switch
    {
        "@" or "*" => [Positional is { } all ? string.Join(Marks.Split, all.Select(f => Marks.Kept + f)) : Marks.Unknown("@")],
        "#" or "?" or "$" or "RANDOM" or "SECONDS" or "LINENO" or "EUID" or "UID" or "PPID" => [Marks.Unknown(Marks.Number)],
        "!" => [Marks.Unknown(Marks.OwnProcess)],
        _ when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 =>
            [Positional is not { } given ? Marks.Unknown(name) : number <= given.Length ? given[number - 1] : ""],
        _ => Assigned(name) is { Count: > 0 } values ? values : [Unassigned(name)],
    };

    /// <summary>What separates the fields of an unquoted value, besides white space.</summary>
    public string Separators => string.Concat(Assigned("IFS").Where(Marks.IsKnown));

    private static string Unassigned(string name) => name switch
    {
        "IFS" => " \t\n",
        "TMPDIR" => Marks.Unknown(Marks.Temporary),
        _ => Marks.Unknown(name),
    };
}
