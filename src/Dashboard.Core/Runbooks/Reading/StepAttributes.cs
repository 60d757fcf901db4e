using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Checks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Text;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// Reads a step's attributes by their types, for example <c>timeout=10s retry=5 every=3s in=web expect-output="^ok"</c>,
/// and says which of them a step of its kind cannot have.
/// </summary>
internal sealed partial class StepAttributes(StepDraft draft, Findings findings)
{
    /// <summary>Every attribute there is.</summary>
    public static readonly string[] Known =
    [
        "timeout", "expect-exit", "expect-output", "retry", "until", "every", "on", "in", "socket", "tty", "gate", "verify", "after",
        "optional", "when", "choice", "outputs", "note", "plan", "title", "strict", "lint-ignore", "reason",
    ];

    private static readonly string[] Languages = [.. ScriptLanguage.All, .. CheckParser.Languages];

    /// <summary>Whether the step is a typed check.</summary>
    public bool IsCheck => CheckParser.Languages.Contains(draft.Language);

    /// <summary>Looks at what the step has and should not have.</summary>
    public void CheckShape()
    {
        foreach (var pair in draft.Attributes.Pairs)
        {
            if (!Known.Contains(pair.Key))
            {
                var near = SpellingSuggestion.To(pair.Key, Known);
                findings.Error(DiagnosticCodes.UnknownAttribute, pair.At, $"Steps have no attribute `{pair.Key}`.",
                    $"{(near is null ? "" : $"Did you mean `{near}`? ")}Known attributes: {string.Join(", ", Known)}.");
            }
            else if (draft.Attribute(pair.Key) != pair)
            {
                findings.Error(DiagnosticCodes.DuplicateAttribute, pair.At, $"`{pair.Key}` appears twice.", "Keep one of them.");
            }
            else if (Misplaced(pair.Key) is { } why)
            {
                findings.Error(DiagnosticCodes.NotForThisStep, pair.At, $"`{pair.Key}` is not allowed here: {why}.", "Leave it out.");
            }
        }

        if (draft.Attribute("every") is { } every && draft.Attribute("retry") is null && draft.Attribute("until") is null
            && Misplaced("every") is null)
            findings.Warning(DiagnosticCodes.NotForThisStep, every.At, "`every` means nothing without `retry` or `until`.",
                "Add `retry=5` or `until=10m`, or leave `every` out.");
        if (draft.Attribute("until") is { } until && draft.Attribute("retry") is not null)
            findings.Error(DiagnosticCodes.NotForThisStep, until.At, "`until` and `retry` both say how often it is tried.",
                "Keep one of them.");
        if (draft.Kind != StepKind.Manual)
            CheckRunner();
        else if (string.IsNullOrWhiteSpace(draft.Body))
            findings.Error(DiagnosticCodes.EmptyStep, draft.At, "The item has no text.", "Write it between the box and the id.");
    }

    /// <summary>A duration; null when it is missing or cannot be read.</summary>
    public TimeSpan? Duration(string key)
    {
        if (draft.Attribute(key) is not { } pair)
            return null;
        if (Durations.TryParse(pair.Value, out var duration))
            return duration;
        findings.Error(DiagnosticCodes.BadDuration, pair.At, $"`{key}={pair.Value}` is not a duration.",
            "Write a whole number and ms, s, m or h, such as `10s`; at most 168h.");
        return null;
    }

    /// <summary>A whole number; null when it is missing or cannot be read.</summary>
    public int? Number(string key, int least, int most)
    {
        if (draft.Attribute(key) is not { } pair)
            return null;
        if (int.TryParse(pair.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        findings.Error(DiagnosticCodes.BadNumber, pair.At, $"`{key}={pair.Value}` is not a valid number here.",
            $"Write a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>A regular expression that compiles; null when it is missing or does not.</summary>
    public string? Pattern(string key)
    {
        if (draft.Attribute(key) is not { } pair)
            return null;
        if (Patterns.Problem(pair.Value) is not { } problem)
            return pair.Value;
        findings.Error(DiagnosticCodes.BadPattern, pair.At, $"`{key}` is not a regular expression: {problem}.",
            $"Write a .NET regular expression in quotes, such as `{key}=\"^ok\"`.");
        return null;
    }

    /// <summary>The name of a host or container; null when it is missing or no such name.</summary>
    public string? Name(string key)
    {
        if (draft.Attribute(key) is not { } pair)
            return null;
        if (pair.Value.Length is > 0 and <= 253 && char.IsAsciiLetterOrDigit(pair.Value[0])
            && pair.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            return pair.Value;
        findings.Error(DiagnosticCodes.BadValue, pair.At, $"`{key}={pair.Value}` is not a valid name.",
            "Write letters, digits, dots, hyphens and underscores, beginning with a letter or digit.");
        return null;
    }

    /// <summary>Absolute paths, with a comma between; empty when it is missing or they are none.</summary>
    public ImmutableArray<string> Paths(string key)
    {
        if (draft.Attribute(key) is not { } pair)
            return [];
        var paths = pair.Value.Split(',');
        if (paths.All(p => p.Length is > 1 and <= 107 && p[0] == '/' && !p.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && !p.Split('/').Contains("..")))
            return [.. paths];
        findings.Error(DiagnosticCodes.BadValue, pair.At, $"`{key}={pair.Value}` is not the path of a Unix socket.",
            $"Write its absolute path, such as `{key}=/run/dbus/system_bus_socket`; several with a comma between.");
        return [];
    }

    /// <summary>One of some words; null when it is missing or another one.</summary>
    public string? Word(string key, params string[] words)
    {
        if (draft.Attribute(key) is not { } pair)
            return null;
        if (words.Contains(pair.Value))
            return pair.Value;
        findings.Error(DiagnosticCodes.BadValue, pair.At, $"`{key}={pair.Value}` cannot stand here.",
            $"Write one of: {string.Join(", ", words.Select(w => $"`{key}={w}`"))}.");
        return null;
    }

    /// <summary>Ids of steps, with a comma between; empty when it is missing.</summary>
    public ImmutableArray<string> Ids(string key) => draft.Attribute(key) is not { } pair
        ? []
        : [.. pair.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>A comparison of a value, such as <c>REGION=eu</c>; null when it is missing or none.</summary>
    public Condition? Condition(string key)
    {
        if (draft.Attribute(key) is not { } pair)
            return null;
        if (ConditionText().Match(pair.Value) is { Success: true } match)
            return new(Step.ValueName(match.Groups["name"].Value), match.Groups["value"].Value, match.Groups["not"].Success);
        findings.Error(DiagnosticCodes.BadValue, pair.At, $"`{key}=\"{pair.Value}\"` is no condition.",
            $"Write the name of an input or of a choice and a value, such as `{key}=\"REGION=eu\"` or `{key}=\"REGION!=eu\"`.");
        return null;
    }

    /// <summary>What can be chosen, with a comma between; empty when it is missing or cannot be chosen from.</summary>
    public ImmutableArray<string> Choices(string key)
    {
        if (draft.Attribute(key) is not { } pair)
            return [];
        var choices = pair.Value.Split(',', StringSplitOptions.TrimEntries);
        if (choices.Length is > 1 and <= 20 && choices.All(c => Choice().IsMatch(c)) && choices.Distinct().Count() == choices.Length)
            return [.. choices];
        findings.Error(DiagnosticCodes.BadValue, pair.At, $"`{key}={pair.Value}` is nothing to choose from.",
            $"Write two to twenty different words with commas between, such as `{key}=blue,green`.");
        return [];
    }

    /// <summary>The lint findings that are accepted, with the reason; null when there are none, or no reason.</summary>
    public Waiver? Waiver()
    {
        var reason = draft.Attribute("reason");
        if (draft.Attribute("lint-ignore") is not { } pair)
        {
            if (reason is not null && Misplaced(reason.Key) is null)
                findings.Warning(DiagnosticCodes.NotForThisStep, reason.At, "`reason` means nothing without `lint-ignore`.",
                    "Name the finding that is accepted, such as `lint-ignore=LN101`, or leave `reason` out.");
            return null;
        }

        if (string.IsNullOrWhiteSpace(reason?.Value))
        {
            findings.Error(DiagnosticCodes.WaiverWithoutReason, pair.At, "`lint-ignore` accepts a finding without saying why.",
                $"Write why, for whoever approves: `lint-ignore={pair.Value} reason=\"the tool has no mode that only reads\"`.");
            return null;
        }

        if (Ids("lint-ignore") is { IsEmpty: false } codes)
            return new(codes, reason.Value.Trim());
        findings.Error(DiagnosticCodes.BadValue, pair.At, "`lint-ignore` names no finding.",
            "Write its code, such as `lint-ignore=LN101`; several with a comma between.");
        return null;
    }

    [GeneratedRegex(@"\A(?<name>[A-Za-z_][A-Za-z0-9_-]*)(?<not>!)?=(?<value>[^\r\n]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ConditionText();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Choice();

    /// <summary>The values that a script writes, by their names; as declared in the front matter, or any text.</summary>
    public ImmutableArray<RunbookInput> Outputs(string key, ImmutableArray<RunbookInput> declared)
    {
        if (draft.Attribute(key) is not { } pair || Misplaced(key) is not null)
            return [];
        var names = pair.Value.Split(',', StringSplitOptions.TrimEntries);
        foreach (var name in names)
        {
            if (!ValueName().IsMatch(name))
                findings.Error(DiagnosticCodes.BadValue, pair.At, $"`{key}` names `{name}`, which is no name for a value.",
                    $"Write capital letters, digits and underscores, such as `{key}=SNAPSHOT`; several with a comma between.");
            else if (InputNames.IsReserved(name))
                findings.Error(DiagnosticCodes.InputName, pair.At, $"Steps rely on {name}; no step can set it for those below.",
                    "Give the value another name.");
        }

        return
        [
            .. names.Where(n => ValueName().IsMatch(n)).Distinct(StringComparer.Ordinal)
                .Select(n => declared.FirstOrDefault(i => i.Name == n) ?? new(n, "", null, Required: false, Default: null)),
        ];
    }

    [GeneratedRegex(@"\A[A-Z_][A-Z0-9_]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ValueName();

    /// <summary>Yes or no; no when it is missing or neither.</summary>
    public bool Flag(string key)
    {
        if (draft.Attribute(key) is not { } pair)
            return false;
        if (pair.Value is not ("yes" or "no"))
            findings.Error(DiagnosticCodes.BadValue, pair.At, $"`{key}={pair.Value}` is neither yes nor no.",
                $"Write `{key}=yes`, or leave it out.");
        return pair.Value == "yes";
    }

    private string? Misplaced(string key) => (draft.Kind, key) switch
    {
        (_, "gate" or "plan" or "title") => null,
        (StepKind.Rollback, "after" or "optional") => "a rollback is never kept waiting, and never left out",
        (_, "after" or "optional" or "when") => null,
        (StepKind.Manual, "choice" or "note") => null,
        (_, "choice") => "a person chooses, in a task-list item",
        (_, "note") => "a person writes it, who confirms a task-list item",
        (StepKind.Manual, _) => "a task-list item is carried out by a person",
        ({ } kind, "retry" or "until" or "every") when kind.ChangesHost() => "a step that changes the host is never retried automatically",
        ({ } kind, "verify") when !kind.ChangesHost() => "only a step that changes the host can leave its effect unknown",
        ({ } kind, "socket") when !kind.IsReadOnly() => "only a read-only step is kept from opening sockets",
        (_, "socket") when IsCheck || draft.Attribute("in") is not null => "only a script on the host is kept from opening sockets",
        (_, "strict") when !ScriptLanguage.IsShell(draft.Language) => "only a shell script goes on after a command that fails",
        (_, "tty") when IsCheck => "a typed check runs no process",
        (_, "outputs") when IsCheck => "a typed check writes no values",
        (_, "on" or "in") when IsCheck => "a typed check looks from the server itself",
        (_, "expect-exit" or "expect-output") when IsCheck => "a typed check says what it expects in its body",
        _ => null,
    };

    private void CheckRunner()
    {
        if (!Languages.Contains(draft.Language))
        {
            findings.Error(DiagnosticCodes.UnknownLanguage, draft.At,
                draft.Language.Length == 0 ? "The step names no runner." : $"Unknown runner `{draft.Language}`.",
                $"{(SpellingSuggestion.To(draft.Language, Languages) is { } near ? $"Did you mean `{near}`? " : "")}"
                    + $"Begin the fence with one of: {string.Join(", ", Languages)}.");
        }
        else if (IsCheck && draft.Kind.ChangesHost())
        {
            findings.Error(DiagnosticCodes.NotForThisStep, draft.At,
                $"A `{draft.Language}` check only looks, and this step is {draft.Kind.DisplayName()}.",
                "Make it `.preflight` or `.smoke`, or write a `bash` step.");
        }
        else if (!IsCheck && string.IsNullOrWhiteSpace(draft.Body))
        {
            findings.Error(DiagnosticCodes.EmptyStep, draft.At, "The step has nothing to run.", "Write its commands between the fences.");
        }
    }
}
