using System.Collections.Immutable;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.State;

/// <summary>
/// The state of a script: variables, functions, folders, descriptors. A variable has every value that is assigned to it in any branch,
/// because the linter cannot know which branch runs. A script is walked twice: the second walk knows values that are assigned later, which
/// matters for variables that are used before they are assigned, and in loops.
/// </summary>
/// <param name="given">The variables that the step's environment may hold besides those that every step has.</param>
internal sealed class Scope(ImmutableHashSet<string> given)
{
    private const int MostValues = 12, MostReferences = 4;

    /// <summary>Variables that the shell or the environment of every step has.</summary>
    private static readonly ImmutableHashSet<string> Usual =
    [
        "HOME", "PATH", "USER", "LOGNAME", "SHELL", "TERM", "PWD", "OLDPWD", "LANG", "LC_ALL", "TZ", "TMPDIR", "HOSTNAME", "HOSTTYPE",
        "OSTYPE", "MACHTYPE", "BASH", "BASH_VERSION", "BASH_SOURCE", "BASHPID", "FUNCNAME", "PIPESTATUS", "REPLY", "OPTARG", "OPTIND",
        "COLUMNS", "LINES", "SHLVL", "IFS", "PS1", "PS2", "PS4", "MAPFILE", "COPROC", "EPOCHSECONDS", "EPOCHREALTIME", "GROUPS", "DIRSTACK",
        "BASH_REMATCH", "BASH_COMMAND", "BASH_LINENO", "BASH_SUBSHELL", "BASH_VERSINFO", "SHELLOPTS", "BASHOPTS", "UID", "EUID", "_",
    ];

    private readonly Dictionary<string, List<string>> _earlier = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _references = new(StringComparer.Ordinal);

    /// <summary>The functions, by name.</summary>
    public Dictionary<string, Function> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>The aliases, by name.</summary>
    public Dictionary<string, string> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>The positional parameters.</summary>
    public Positional Positional { get; set; } = Positional.None;

    /// <summary>The folders that the script has changed to.</summary>
    public Folders Folders { get; set; } = Folders.None;

    /// <summary>What is known about its temporary files.</summary>
    public TemporaryFiles Files { get; } = new();

    /// <summary>Where file descriptors lead: those from 3 up, and named ones.</summary>
    public Dictionary<string, Descriptor> Descriptors { get; } = new(StringComparer.Ordinal);

    /// <summary>How many loops the walk is inside.</summary>
    public int Loops { get; set; }

    /// <summary>Increases whenever new knowledge may change what a command does.</summary>
    public int Version { get; private set; }

    /// <summary>How many conditions the walk is inside that do not hold, because they ask for a variable that nobody sets.</summary>
    public int Untaken { get; set; }

    /// <summary>Whether a file of the host was read into the script, which may set any variable.</summary>
    public bool ReadsSettings { get; set; }

    /// <summary>Whether nobody sets a variable: neither the script, nor its environment.</summary>
    public bool IsUnset(string name) => name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && !ReadsSettings
        && !Usual.Contains(name) && !given.Contains(name) && !name.StartsWith("CUTOVER_", StringComparison.Ordinal)
        && !_references.ContainsKey(name) && Assigned(name).Count == 0;

    /// <summary>The pinned script that is walked, as it is called: <c>$BASH_SOURCE</c>; null for the step's own text.</summary>
    public string? Source { get; set; }

    /// <summary>Begins the second walk, where the first one began.</summary>
    public void BeginAgain()
    {
        (Folders, Positional) = (Folders.None, Positional.None);
        foreach (var (name, values) in _values)
            _earlier[name] = values;
        _values.Clear();
    }

    /// <summary>Adds a possible value of a variable.</summary>
    public void Assign(string name, string value)
    {
        foreach (var target in Targets(name, 0))
            Add(target, value);
    }

    /// <summary>Makes a name a reference to another variable, like <c>declare -n</c>.</summary>
    public void Refer(string name, string target)
    {
        if (name != target && (_references.TryGetValue(name, out var targets) ? targets : _references[name] = []) is var known
            && known.Count < MostValues && known.Add(target))
            Version++;
    }

    /// <summary>Records a function.</summary>
    public void Define(Function function)
    {
        if (Functions.TryGetValue(function.Name, out var known) && ReferenceEquals(known, function))
            return;
        Functions[function.Name] = function;
        Version++;
    }

    /// <summary>All values assigned to a variable; empty if there are none.</summary>
    public IReadOnlyList<string> Assigned(string name) => [.. Targets(name, 0).SelectMany(Own).Distinct()];

    /// <summary>
    /// All possible values of a parameter. Fields of <c>$@</c>, <c>$*</c> and arrays are separated by <see cref="SymbolicText.Split"/>.
    /// </summary>
    public IReadOnlyList<string> Values(string name) => name switch
    {
        "#" or "?" or "$" or "RANDOM" or "SECONDS" or "LINENO" or "EUID" or "UID" or "PPID" => [SymbolicText.Unknown(SymbolicText.Number)],
        "!" => [SymbolicText.Unknown(SymbolicText.OwnProcess)],
        "BASH_SOURCE" when Source is not null => [Source],
        "PWD" when Assigned(name).Count == 0 && Folders.Printed is { } here => [here],
        _ when Positional.Values(name) is { } given => given,
        _ => Assigned(name) is { Count: > 0 } values ? values : [.. Targets(name, 0).Select(Unassigned)],
    };

    /// <summary>The separators of fields in an unquoted value, besides white space.</summary>
    public string Separators => string.Concat(Assigned("IFS").Where(SymbolicText.IsKnown));

    private void Add(string name, string value)
    {
        var values = _values.TryGetValue(name, out var known) ? known : _values[name] = [];
        if (values.Contains(value))
            return;
        var full = values.Count == MostValues ? SymbolicText.LeakIn(string.Concat(values) + value) is { } leak ? SymbolicText.Leak(leak)
            : SymbolicText.Unknown(name) : null;
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

    /// <summary>The variables that a name refers to: itself, unless it is a reference.</summary>
    private IEnumerable<string> Targets(string name, int depth) => _references.TryGetValue(name, out var targets) && depth < MostReferences
        ? targets.ToArray().SelectMany(t => Targets(t, depth + 1)) : [name];

    private static string Unassigned(string name) => name switch
    {
        "IFS" => " \t\n",
        "TMPDIR" => SymbolicText.Unknown(SymbolicText.Temporary),
        _ => SymbolicText.Unknown(name),
    };
}

/// <summary>Where a file descriptor leads.</summary>
/// <param name="Reads">What is read from it; null if it is not readable.</param>
/// <param name="Target">The file it writes to; null for none.</param>
internal sealed record Descriptor(Flow? Reads, string? Target);
