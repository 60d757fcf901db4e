using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell.Catalogue;
using YamlDotNet.Core;

namespace Dashboard.Linting.Team;

/// <summary>
/// Reads <c>lint.yaml</c>, for example <c>programs: {ourctl: {effect: reads, verbs: {apply: changes}}}</c>. It is strict: what it does not
/// understand is a finding that says what to write instead, and has no effect.
/// </summary>
internal sealed class TeamReader
{
    private const string Words = "`reads`, `changes`, `stops` or `destroys`";
    private const int MostWords = 3, MostFindings = 20, LongestQuote = 60;

    private static readonly Dictionary<string, ProgramEffect> Effects = new(StringComparer.Ordinal)
    {
        ["reads"] = ProgramEffect.Looks,
        ["changes"] = ProgramEffect.Changes,
        ["stops"] = ProgramEffect.Halts,
        ["destroys"] = ProgramEffect.Destroys,
    };

    private readonly List<Diagnostic> _findings = [];
    private readonly Dictionary<string, KnownProgram> _programs = new(StringComparer.Ordinal);
    private readonly List<(string, ProgramEffect)> _paths = [];

    /// <summary>Reads a text.</summary>
    public static TeamCatalogue Read(string text)
    {
        var reader = new TeamReader();
        if (text.Length > TeamCatalogue.MaxLength)
        {
            reader.Wrong(new(1, 1), $"The file has {text.Length} characters; at most {TeamCatalogue.MaxLength} are read.",
                "Make it shorter.");
            return reader.Whole();
        }

        if (text.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0)
        {
            // YAML's reader takes it for the end, and what a person sees behind it would have no effect.
            reader.Wrong(new(text[..nul].Count(c => c == '\n') + 1, 1), "The file has a NUL character, and has no effect.", "Remove it.");
            return reader.Whole();
        }

        try
        {
            if (TeamYaml.Read(text.TrimStart('\uFEFF')) is { } root)
                reader.File(root);
        }
        catch (YamlException e)
        {
            reader.Wrong(new((int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column)),
                $"The YAML cannot be read, and has no effect: {e.Message}",
                "Check the indentation, and quote texts that contain `: `, `#` or `*`.");
        }
        catch (Exception e)
        {
            // Malformed text must never end in an exception, and the YAML library does not promise to throw its own type alone.
            reader.Wrong(new(1, 1), $"The YAML cannot be read, and has no effect: {e.Message}",
                "Check the indentation, and quote texts with special characters.");
        }

        return reader.Whole();
    }

    private TeamCatalogue Whole() => new(_programs.Count + _paths.Count == 0 ? ProgramCatalogue.Shared
        : ProgramCatalogue.Shared.With(_programs, [.. _paths]), [.. Told()]);

    private void File(TeamNode root)
    {
        foreach (var (key, value) in Entries(root, "The file", "Write `programs:` or `paths:`, and entries below."))
        {
            switch (key.Text)
            {
                case "programs":
                    foreach (var (name, says) in Entries(value, "`programs`", "Write `NAME: reads`, or `NAME:` with `verbs:` below."))
                        Program(name, says);
                    break;
                case "paths":
                    foreach (var (path, says) in Entries(value, "`paths`", "Write `\"/opt/app/*.sh\": reads`."))
                        Path(path, says);
                    break;
                default:
                    Wrong(key.At, $"`{Short(key.Text)}` is no part of the file.", "Write `programs` or `paths`.");
                    break;
            }
        }
    }

    private void Program(TeamNode key, TeamNode says)
    {
        var name = key.Text!;
        if (name.Contains('/', StringComparison.Ordinal))
        {
            Wrong(key.At, $"`{Short(name)}` is a path.", "Write it below `paths`.");
            return;
        }

        if (name.Length == 0 || name.Any(c => char.IsWhiteSpace(c) || c is '*' or '$' or ':'))
        {
            Wrong(key.At, $"`{Short(name)}` is no program's name.", "Write one word, such as `ourctl`; its verbs stand below `verbs`.");
            return;
        }

        var known = ProgramCatalogue.Shared.Find(name);
        var decides = TeamLimits.IsShells(name) || (known is not null && TeamLimits.DecidesItself(known));
        if (decides && (known is null || !TeamLimits.HasVerbs(known)
            || says.Entries is not { } parts || parts.Any(p => p.Key.Text != "verbs")))
        {
            Wrong(key.At, $"`{name}` is known, and what it does hangs on what it is given.",
                known is not null && TeamLimits.HasVerbs(known) ? "Write `verbs` alone." : "Remove the line.");
            return;
        }

        var draft = new TeamProgram(name, known, key.At.Line);
        if (says.Text is not null)
        {
            if (Effect(says) is { } whole && MayBe(draft.Effect(whole), says.At, name))
                _programs[name] = draft.Known();
            return;
        }

        foreach (var (part, value) in Entries(says, $"`{name}`", $"Write {Words}, or a map with `effect`, `verbs`, `options` or `values`."))
            Part(draft, part, value);
        _programs[name] = draft.Known();
    }

    private void Part(TeamProgram draft, TeamNode part, TeamNode value)
    {
        switch (part.Text)
        {
            case "effect":
                if (Effect(value) is { } whole)
                    MayBe(draft.Effect(whole), value.At, draft.Name);
                break;
            case "verbs":
                foreach (var (verb, says) in Entries(value, "`verbs`", "Write `VERB: reads`."))
                {
                    var words = verb.Text!.Split(' ');
                    if (words.Length > MostWords || words.Any(w => w.Length == 0 || w[0] == '-'))
                        Wrong(verb.At, $"`{Short(verb.Text)}` is no verb.",
                            $"Write one to {MostWords} words with a space between; options stand below `options`.");
                    else if (Effect(says) is { } effect)
                        MayBe(draft.Verb(words, effect, verb.At.Line), says.At, $"{draft.Name} {verb.Text}");
                }

                break;
            case "options":
                foreach (var (option, says) in Entries(value, "`options`", "Write `--dry-run: reads`."))
                {
                    if (option.Text is not ['-', _, ..] || option.Text.Any(char.IsWhiteSpace))
                        Wrong(option.At, $"`{Short(option.Text)}` is no option.", "Write it as on the command line, `--dry-run`.");
                    else if (Effect(says) is { } effect)
                        MayBe(draft.Option(option.Text, effect), says.At, $"{draft.Name} {option.Text}");
                }

                break;
            case "values":
                if (value.Items is { } items && items.All(i => i.Text is ['-', _, ..]))
                    draft.Values([.. items.Select(i => i.Text!)]);
                else
                    Wrong(value.At, "`values` is no list of options.",
                        "Write the options that take the next word: `values: [--cluster, -c]`.");
                break;
            default:
                Wrong(part.At, $"`{Short(part.Text)}` is no part of a program.", "Write `effect`, `verbs`, `options` or `values`.");
                break;
        }
    }

    private void Path(TeamNode key, TeamNode says)
    {
        var path = key.Text!;
        if (path is not ['/', _, ..] || path.Split('/').Any(p => p is "." or "..") || path.Any(char.IsWhiteSpace))
            Wrong(key.At, $"`{Short(path)}` is no path of the host.",
                "Write an absolute path; a star stands for a part of a name: `\"/opt/app/*.sh\"`.");
        else if (TeamLimits.IsOpen(path))
            Wrong(key.At, $"`{Short(path)}` covers files that anybody may write.",
                "Name the folder in which the scripts lie: `\"/opt/app/*.sh\"`.");
        else if (Effect(says) is { } effect)
            _paths.Add((path, effect));
    }

    private bool MayBe(bool allowed, SourceLocation at, string what)
    {
        if (!allowed)
            Wrong(at, $"`{Short(what)}` can stop or destroy something, and cannot be said to do less.",
                "Write what it does, or remove the line.");
        return allowed;
    }

    private ProgramEffect? Effect(TeamNode says)
    {
        if (says.Text is { } word && Effects.TryGetValue(word, out var effect))
            return effect;
        Wrong(says.At, says.Text is { } text ? $"`{Short(text)}` is no effect." : "An effect is one word.", $"Write {Words}.");
        return null;
    }

    private IEnumerable<(TeamNode Key, TeamNode Value)> Entries(TeamNode node, string what, string remedy)
    {
        if (node.Entries is not { } entries)
        {
            Wrong(node.At, $"{what} is no map of names.", remedy);
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            if (key.Text is not { } name)
                Wrong(key.At, "A name is one text.", remedy);
            else if (!seen.Add(name))
                Wrong(key.At, $"`{Short(name)}` stands twice.", "Remove one of the two.");
            else
                yield return (key, value);
        }
    }

    private void Wrong(SourceLocation at, string message, string remedy) =>
        _findings.Add(new(LintCodes.BadTeamCatalogue, DiagnosticSeverity.Warning, at.Line, at.Column, message, remedy));

    /// <summary>The findings; a file full of slips would bury what is wrong with the runbooks.</summary>
    private IEnumerable<Diagnostic> Told() => _findings.Count <= MostFindings ? _findings : _findings.Take(MostFindings - 1).Append(
        _findings[MostFindings - 1] with
        {
            Message = $"This line and {_findings.Count - MostFindings} more below it mean nothing.",
            Remedy = "Put the ones above right, and lint again.",
        });

    private static string Short(string? text) => text is { Length: > LongestQuote } ? $"{text[..LongestQuote]}…" : text ?? "";
}
