using System.Collections.Immutable;
using System.Globalization;

namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>
/// Reads the catalogue of programs, for example <c>rm⇥-⇥halts⇥files=operands destroys.option=-r</c>. It is strict: a line that it does not
/// understand is an error with the line's number, so that a slip never turns into a program that nobody knows.
/// </summary>
internal sealed class CatalogueReader
{
    private const int Columns = 4, MostWords = 3;

    private readonly List<CatalogueLine> _lines = [];
    private readonly HashSet<(string, string?)> _seen = [];
    private int _number;

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="FormatException">A line is malformed, out of order, or names what is not there. The message begins with its
    /// number.</exception>
    public static ImmutableArray<CatalogueLine> Read(string text)
    {
        var reader = new CatalogueReader();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
            reader.Add(line);
        return reader.Checked();
    }

    private void Add(string text)
    {
        _number++;
        if (text.StartsWith('#'))
            return;
        if (text.Length == 0 || text != text.TrimEnd())
            throw Error(text.Length == 0 ? "the line is empty" : "the line ends with a blank");
        var columns = text.Split('\t');
        if (columns.Length is < Columns - 1 or > Columns)
            throw Error($"there are {columns.Length} columns; a line has program, verb, effect and perhaps details");
        if (columns.FirstOrDefault(c => c.Length == 0 || c != c.Trim() || c.Contains("  ", StringComparison.Ordinal)) is { } bad)
            throw Error(bad.Length == 0 ? "a column is empty" : $"`{bad}` has a blank too many");
        var verb = columns[1] == "-" ? null : columns[1];
        if (verb is not null && verb.Split(' ') is var words && (words.Length > MostWords || words.Any(w => w.StartsWith('-'))))
            throw Error($"`{verb}` is no verb: a verb is one to three words, and no option");
        var effect = Word<ProgramEffect>(columns[2], "effect");
        string[] details = columns.Length == Columns ? columns[3].Split(' ') : [];
        var line = new CatalogueLine(_number, columns[0], verb, effect);
        line = effect == ProgramEffect.Is ? line with { Same = Same(details) } : details.Aggregate(line, Detail);
        if (!_seen.Add((line.Program, line.Verb)))
            throw Error($"`{Name(line)}` stands twice");
        if (_lines.Count > 0 && Order(_lines[^1], line) > 0)
            throw Error($"`{Name(line)}` belongs before `{Name(_lines[^1])}`: lines are sorted by program and verb");
        _lines.Add(line);
    }

    private ImmutableArray<string> Same(string[] details) =>
        details.Length is 1 or 2 or 3 ? [.. details] : throw Error("`is` names a program, or a program and its verb");

    private CatalogueLine Detail(CatalogueLine line, string detail)
    {
        var (key, value) = detail.IndexOf('=', StringComparison.Ordinal) is var at and > 0
            ? (detail[..at], detail[(at + 1)..]) : throw Error($"`{detail}` is no `key=words`");
        var words = value.Split(',');
        if (words.Any(w => w.Length == 0 || w == "!"))
            throw Error($"`{detail}` has an empty word");
        if (words.Distinct().Count() != words.Length)
            throw Error($"`{detail}` has a word twice");
        if (key.Split('.') is [var effect, var scope])
            return line with { Conditions = line.Conditions.Add(Condition(effect, scope, words)) };
        return key switch
        {
            "values" when line.Values.IsEmpty => line with { Values = [.. words] },
            "skip" when line.Skip == 0 => line with { Skip = Count(value) },
            "target" when line.Target.IsEmpty => line with { Target = [.. words] },
            "files" when line.Files == WrittenOperands.None => line with { Files = Word<WrittenOperands>(value, key) },
            "writes" when line.Writes.IsEmpty => line with { Writes = [.. words] },
            "copies" when line.Copies == CopiedContent.None => line with { Copies = Word<CopiedContent>(value, key) },
            "shows" when line.Shows == ShownContent.None => line with { Shows = Word<ShownContent>(value, key) },
            "code" when line.Code.IsEmpty => line with { Code = [.. words] },
            "script" when line.Script.IsEmpty => line with { Script = [.. words] },
            "command" when line.Command.IsEmpty => line with { Command = [.. words] },
            "settings" when line.Settings.IsEmpty && words.Length > 1 => line with { Settings = [.. words] },
            "stops" when !line.StopsHost && value == "host" => line with { StopsHost = true },
            "dialect" when !line.IsPosix && value == "posix" => line with { IsPosix = true },
            "rule" when line.Rule == ProgramRule.None => line with { Rule = Word<ProgramRule>(value, key) },
            _ => throw Error($"`{detail}` means nothing, or stands twice"),
        };
    }

    private EffectCondition Condition(string effect, string scope, string[] words)
    {
        if (words.FirstOrDefault(w => w.TrimStart('!') is var bare && bare.Length > 1
            && bare[1..^1].Contains('*', StringComparison.Ordinal)) is { } word)
            throw Error($"`{word}` has a star in the middle; it may stand at an end");
        var then = Word<ProgramEffect>(effect, "effect");
        return then <= ProgramEffect.Unclear ? new(then, Word<ConditionScope>(scope, "condition"), new([.. words]))
            : throw Error($"`{effect}` cannot depend on arguments");
    }

    private int Count(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0 ? count : throw Error($"`{value}` is no count");

    /// <summary>Reads a word of a closed set: <c>ssh-keygen</c> is <c>SshKeygen</c>.</summary>
    private T Word<T>(string word, string what)
        where T : struct, Enum =>
        CatalogueWords.Find<T>(word) ?? throw Error($"`{word}` is no {what}");

    private ImmutableArray<CatalogueLine> Checked()
    {
        foreach (var line in _lines)
        {
            _number = line.Number;
            if (line.Verb is not null && !line.Program.EndsWith(':') && !_seen.Contains((line.Program, null)))
                throw Error($"`{line.Program}` has a verb, and no line of its own");
            if (line.Verb is null && line.Program.EndsWith(':'))
                throw Error($"`{line.Program}` is a language: it has words alone");
            if (line.Effect != ProgramEffect.Is)
                continue;
            var target = (line.Same[0], line.Same.Length > 1 ? string.Join(' ', line.Same[1..]) : null);
            if (_lines.Find(l => (l.Program, l.Verb) == target) is not { Effect: not ProgramEffect.Is })
                throw Error($"`{string.Join(' ', line.Same)}` has no line that says what it does");
        }

        return [.. _lines];
    }

    private static int Order(CatalogueLine one, CatalogueLine other) =>
        string.CompareOrdinal(one.Program, other.Program) is var programs && programs != 0
        ? programs : string.CompareOrdinal(one.Verb ?? "", other.Verb ?? "");

    private static string Name(CatalogueLine line) => line.Verb is null ? line.Program : $"{line.Program} {line.Verb}";

    private FormatException Error(string what) => new(string.Create(CultureInfo.InvariantCulture, $"Line {_number}: {what}."));
}
