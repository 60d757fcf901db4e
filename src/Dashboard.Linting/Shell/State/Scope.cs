using System.Collections.Immutable;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.State;

/// <summary>
/// What a script may know while it runs. A variable has every value that is assigned to it anywhere, in whatever branch: a reader of the script
/// cannot know which one it is. A script is walked twice, so that what is assigned late is known early: where nothing was assigned yet, and in
/// loops, which come back to it.
/// </summary>
internal sealed class Scope
{
    private const int MostValues = 12, MostReferences = 4;

    private readonly Dictionary<string, List<string>> _earlier = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _references = new(StringComparer.Ordinal);

    /// <summary>The functions, by name.</summary>
    public Dictionary<string, Function> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>The scripts that aliases stand for.</summary>
    public Dictionary<string, string> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>The positional parameters.</summary>
    public Positional Positional { get; set; } = Positional.None;

    /// <summary>The folders that the script went to.</summary>
    public Folders Folders { get; set; } = Folders.None;

    /// <summary>What its temporary files hold.</summary>
    public TemporaryFiles Files { get; } = new();

    /// <summary>The descriptors from 3 on, and those with a name: where they lead.</summary>
    public Dictionary<string, Descriptor> Descriptors { get; } = new(StringComparer.Ordinal);

    /// <summary>How many loops the walk is in.</summary>
    public int Loops { get; set; }

    /// <summary>Grows when something becomes known that may change what a command does.</summary>
    public int Version { get; private set; }

    /// <summary>Begins the second walk.</summary>
    public void BeginAgain()
    {
        foreach (var (name, values) in _values)
            _earlier[name] = values;
        _values.Clear();
    }

    /// <summary>Adds a value that a variable may have.</summary>
    public void Assign(string name, string value)
    {
        foreach (var target in Targets(name, 0))
            Add(target, value);
    }

    /// <summary>Makes a name stand for another variable, as <c>declare -n</c> does.</summary>
    public void Refer(string name, string target)
    {
        if (name != target && (_references.TryGetValue(name, out var targets) ? targets : _references[name] = []) is var known && known.Count < MostValues && known.Add(target))
            Version++;
    }

    /// <summary>Notes a function.</summary>
    public void Define(Function function)
    {
        if (Functions.TryGetValue(function.Name, out var known) && ReferenceEquals(known, function))
            return;
        Functions[function.Name] = function;
        Version++;
    }

    /// <summary>The values that are assigned to a variable; none when the script never does.</summary>
    public IReadOnlyList<string> Assigned(string name) => [.. Targets(name, 0).SelectMany(Own).Distinct()];

    /// <summary>All values a parameter may have. Fields of <c>$@</c>, <c>$*</c> and arrays stand apart by <see cref="SymbolicText.Split"/>.</summary>
    public IReadOnlyList<string> Values(string name) => name switch
    {
        "#" or "?" or "$" or "RANDOM" or "SECONDS" or "LINENO" or "EUID" or "UID" or "PPID" => [SymbolicText.Unknown(SymbolicText.Number)],
        "!" => [SymbolicText.Unknown(SymbolicText.OwnProcess)],
        _ when Positional.Values(name) is { } given => given,
        _ => Assigned(name) is { Count: > 0 } values ? values : [.. Targets(name, 0).Select(Unassigned)],
    };

    /// <summary>What separates the fields of an unquoted value, besides white space.</summary>
    public string Separators => string.Concat(Assigned("IFS").Where(SymbolicText.IsKnown));

    private void Add(string name, string value)
    {
        var values = _values.TryGetValue(name, out var known) ? known : _values[name] = [];
        if (values.Contains(value))
            return;
        var full = values.Count == MostValues ? SymbolicText.LeakIn(string.Concat(values) + value) is { } leak ? SymbolicText.Leak(leak) : SymbolicText.Unknown(name) : null;
        if (full is not null && full == values[^1])
            return;
        Version++;
        if (full is null)
            values.Add(value);
        else
            values[^1] = full;
    }

    private IEnumerable<string> Own(string name)
    {
        var now = _values.GetValueOrDefault(name);
        var earlier = now is null || Loops > 0 ? _earlier.GetValueOrDefault(name) : null;
        return (now ?? []).Concat(earlier ?? []);
    }

    /// <summary>The variables that a name stands for: itself, unless it refers to others.</summary>
    private IEnumerable<string> Targets(string name, int depth) => _references.TryGetValue(name, out var targets) && depth < MostReferences
        ? targets.ToArray().SelectMany(t => Targets(t, depth + 1)) : [name];

    private static string Unassigned(string name) => name switch
    {
        "IFS" => " \t\n",
        "TMPDIR" => SymbolicText.Unknown(SymbolicText.Temporary),
        _ => SymbolicText.Unknown(name),
    };
}

/// <summary>Where a descriptor leads.</summary>
/// <param name="Reads">What is read from it; null when it is not read.</param>
/// <param name="Target">The file that is written through it; null for none.</param>
internal sealed record Descriptor(Flow? Reads, string? Target);
