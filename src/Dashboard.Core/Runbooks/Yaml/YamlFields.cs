using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Text;

namespace Dashboard.Core.Runbooks.Yaml;

/// <summary>Reads the keys of one mapping by their types, and says what is unknown, missing or malformed.</summary>
internal sealed class YamlFields
{
    private readonly YamlMap _map;
    private readonly Findings _findings;
    private readonly Substitution _values;
    private readonly string _what;
    private readonly HashSet<string> _misspelt = new(StringComparer.Ordinal);

    /// <summary>Begins to read a mapping.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="what">What it is, for messages: "a gate".</param>
    /// <param name="known">Every key it may have.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    /// <param name="values">What stands for <c>${NAME}</c>; null where that means nothing.</param>
    /// <param name="unknown">How bad a key is that is not known; null when nothing is said of it. Without this, each is an error.</param>
    public YamlFields(YamlMap map, string what, IReadOnlyCollection<string> known, Findings findings, Substitution? values = null,
        Func<string, DiagnosticSeverity?>? unknown = null)
    {
        (_map, _what, _findings, _values) = (map, what, findings, values ?? Substitution.None);
        foreach (var entry in map.Entries.Where(e => !known.Contains(e.Key)))
        {
            switch (unknown is null ? DiagnosticSeverity.Error : unknown(entry.Key))
            {
                case DiagnosticSeverity.Error:
                    var near = SpellingSuggestion.Slip(entry.Key, known) ?? SpellingSuggestion.To(entry.Key, known);
                    _misspelt.Add(near ?? "");
                    findings.Error(DiagnosticCodes.UnknownKey, entry.At, $"{Capital(what)} has no key `{entry.Key}`.",
                        $"{(near is null ? "" : $"Did you mean `{near}`? ")}Known keys: {string.Join(", ", known)}.");
                    break;
                case DiagnosticSeverity.Warning:
                    findings.Warning(DiagnosticCodes.UnknownKey, entry.At, $"The key `{entry.Key}` has no meaning here.",
                        $"Leave it out, or write `x-{entry.Key}` when it is meant for something else.");
                    break;
            }
        }
    }

    /// <summary>Where the mapping stands.</summary>
    public SourceLocation SourceLocation => _map.At;

    /// <summary>The value of a key; null when it is missing or empty.</summary>
    public YamlNode? Node(string key) =>
        _map.Entries.FirstOrDefault(e => e.Key == key)?.Value is { } value and not YamlText { IsNothing: true } ? value : null;

    /// <summary>Where a key's value stands; the mapping when the key is missing.</summary>
    public SourceLocation At(string key) => _map.Entries.FirstOrDefault(e => e.Key == key)?.Value.At ?? _map.At;

    /// <summary>A text; null when it is missing.</summary>
    public string? Text(string key) => Scalar(key) is { } text ? _values.Apply(text.Value, text.At) : null;

    /// <summary>A text that must be there.</summary>
    public string? RequiredText(string key)
    {
        if (Node(key) is null)
        {
            // It is there, under a name that was named already.
            if (_misspelt.Contains(key))
                return null;
            _findings.Error(DiagnosticCodes.MissingKey, At(key), $"{Capital(_what)} needs `{key}`.", $"Add `{key}:` with a value.");
            return null;
        }

        return Text(key) is { Length: > 0 } text ? text : Empty(key);
    }

    /// <summary><c>true</c> or <c>false</c>; null when it is missing.</summary>
    public bool? Flag(string key) => Choice(key, ["true", "false"]) is { } word ? word == "true" : null;

    /// <summary>One of the words; null when it is missing or another one.</summary>
    public string? Choice(string key, IReadOnlyCollection<string> words)
    {
        if (Closed(key) is not { } text)
            return null;
        if (words.Contains(text))
            return text;
        _findings.Error(DiagnosticCodes.BadValue, At(key), $"`{key}` cannot be `{text}`.", SpellingSuggestion.Remedy(text, words));
        return null;
    }

    /// <summary>A duration such as <c>30m</c>; null when it is missing.</summary>
    public TimeSpan? Duration(string key)
    {
        if (Closed(key) is not { } text)
            return null;
        if (Durations.TryParse(text, out var duration))
            return duration;
        _findings.Error(DiagnosticCodes.BadDuration, At(key), $"`{text}` is not a duration.",
            "Write a whole number and ms, s, m or h, such as `30m`; at most 168h.");
        return null;
    }

    /// <summary>A whole number; null when it is missing.</summary>
    public long? Number(string key, long least, long most) => Node(key) is null ? null : Number(Scalar(key), $"`{key}`", least, most);

    /// <summary>A whole number, or a list of them.</summary>
    public ImmutableArray<long> Numbers(string key, long least, long most) => Node(key) switch
    {
        YamlList list =>
            [.. list.Items.Select(i => Number(AsText(i, $"An entry of `{key}`"), $"An entry of `{key}`", least, most)).OfType<long>()],
        _ => Number(key, least, most) is { } one ? [one] : [],
    };

    /// <summary>A text, or a list of texts, each with its place.</summary>
    public ImmutableArray<YamlText> Texts(string key) => Node(key) switch
    {
        null => [],
        YamlList list => [.. list.Items.Select(i => AsText(i, $"An entry of `{key}`")).OfType<YamlText>()
            .Select(t => t with { Value = _values.Apply(t.Value, t.At) })],
        var one => AsText(one, $"`{key}`") is { } text ? [text with { Value = _values.Apply(text.Value, text.At) }] : [],
    };

    /// <summary>A list of mappings; a single mapping counts as a list of one.</summary>
    public ImmutableArray<YamlMap> Maps(string key, string sample) => Node(key) switch
    {
        null => [],
        YamlMap one => [one],
        YamlList list => [.. list.Items.Select(i => AsMap(i, key, sample)).OfType<YamlMap>()],
        var other => AsMap(other, key, sample) is { } map ? [map] : [],
    };

    /// <summary>A regular expression that compiles; null when it is missing or does not.</summary>
    public string? Pattern(string key)
    {
        if (Scalar(key) is not { } text)
            return null;
        var pattern = _values.Apply(text.Value, text.At, Regex.Escape);
        if (Patterns.Problem(_values.HasOpen(pattern) ? Substitution.Without(pattern) : pattern) is not { } problem)
            return pattern;
        _findings.Error(DiagnosticCodes.BadPattern, text.At, $"`{key}` is not a regular expression: {problem}.",
            "Write a .NET regular expression, in single quotes.");
        return null;
    }

    /// <summary>A text whose variables are all filled in; null when it is missing or waits for them.</summary>
    public string? Closed(string key) => Text(key) is { } text && !_values.HasOpen(text) ? text : null;

    private long? Number(YamlText? text, string what, long least, long most)
    {
        if (text is null || _values.Apply(text.Value, text.At) is not { } value || _values.HasOpen(value))
            return null;
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;
        _findings.Error(DiagnosticCodes.BadNumber, text.At, $"{what} cannot be `{value}`.",
            $"Write a whole number from {least} to {most}.");
        return null;
    }

    private YamlText? Scalar(string key) => Node(key) is { } node ? AsText(node, $"`{key}`") : null;

    private YamlText? AsText(YamlNode node, string what)
    {
        if (node is YamlText text)
            return text;
        _findings.Error(DiagnosticCodes.WrongShape, node.At, $"{what} is {node.Shape}.", "Write a text there.");
        return null;
    }

    private YamlMap? AsMap(YamlNode node, string key, string sample)
    {
        if (node is YamlMap map)
            return map;
        _findings.Error(DiagnosticCodes.WrongShape, node.At, $"An entry of `{key}` is {node.Shape}.",
            $"Write a mapping, such as `{sample}`.");
        return null;
    }

    private string? Empty(string key)
    {
        if (Node(key) is YamlText { Value: "" })
            _findings.Error(DiagnosticCodes.MissingKey, At(key), $"`{key}` is empty.", $"Give `{key}` a value.");
        return null;
    }

    private static string Capital(string what) => char.ToUpperInvariant(what[0]) + what[1..];
}
