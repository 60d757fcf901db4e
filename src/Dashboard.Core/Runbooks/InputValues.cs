using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Dashboard.Core.Runbooks;

/// <summary>What the values of an input's type look like: how they are written for steps, and what is wrong with one.</summary>
public static class InputValues
{
    /// <summary>No value is longer than this, in characters: it must fit into a process's environment.</summary>
    public const int MaxLength = 32 * 1024;

    /// <summary>No list has more values than this.</summary>
    public const int MaxItems = 200;

    /// <summary>A secret has at least this many characters: what is shorter cannot be masked.</summary>
    public const int ShortestSecret = 6;

    private static readonly char[] BetweenItems = [' ', ',', '\t', '\r', '\n'];

    /// <summary>The words of the types, as runbooks write them.</summary>
    public static ImmutableArray<string> TypeNames { get; } = [.. Enum.GetNames<InputKind>().Select(n => n.ToLowerInvariant())];

    /// <summary>A value as steps get it, whichever way people wrote it: a list with a space between two values.</summary>
    public static string Normal(RunbookInput input, string? value)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Type switch
        {
            InputKind.List => string.Join(' ', Items(value ?? "")),
            InputKind.Boolean when string.IsNullOrWhiteSpace(value) => "false",
            InputKind.Integer or InputKind.Boolean or InputKind.Choice => (value ?? "").Trim(),
            _ => value ?? "",
        };
    }

    /// <summary>The values of a list.</summary>
    public static ImmutableArray<string> Items(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return [.. value.Split(BetweenItems, StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>What is wrong with a value, saying what to write instead; null when it is fine. Nothing is wrong with no value.</summary>
    public static string? Problem(RunbookInput input, string value)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(value);
        value = Normal(input, value);
        return value.Length == 0 ? null
            : value.Contains('\0', StringComparison.Ordinal) ? $"{input.Name} holds a NUL character, which no environment variable can."
            : value.Length > MaxLength ? $"{input.Name} has {value.Length} characters; at most {MaxLength} are allowed."
            : TypeProblem(input, value) ?? PatternProblem(input, value);
    }

    private static string? TypeProblem(RunbookInput input, string value) => input.Type switch
    {
        InputKind.Choice when !input.Options.Contains(value) => $"{input.Name} must be one of: {string.Join(", ", input.Options)}.",
        InputKind.Integer when !BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
            $"{input.Name} must be a whole number, such as 12.",
        InputKind.Boolean when value is not ("true" or "false") => $"{input.Name} must be true or false.",
        InputKind.Secret when value.Length < ShortestSecret =>
            $"{input.Name} has {value.Length} characters; fewer than {ShortestSecret} cannot be masked. Use a longer secret.",
        InputKind.Path when value[0] != '/' || value.Any(char.IsControl) || value.Split('/').Contains("..") =>
            $"{input.Name} must be an absolute path without `..`, such as /srv/app.",
        InputKind.List => ListProblem(input, Items(value)),
        _ => null,
    };

    private static string? ListProblem(RunbookInput input, ImmutableArray<string> items) =>
        items.Length > MaxItems ? $"{input.Name} has {items.Length} values; at most {MaxItems} are allowed."
        : items.GroupBy(i => i, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? $"{input.Name} names {twice.Key} twice. Keep one of them."
            : null;

    private static string? PatternProblem(RunbookInput input, string value)
    {
        if (input.Pattern is null)
            return null;
        try
        {
            ImmutableArray<string> each = input.Type == InputKind.List ? Items(value) : [value];
            var wrong = each.FirstOrDefault(v => !Regex.IsMatch(
                v, $@"\A(?:{input.Pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(250)));
            return wrong is null ? null
                : input.Type == InputKind.List ? $"Each value of {input.Name} must match {input.Pattern}; {wrong} does not."
                : $"{input.Name} must match {input.Pattern}";
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or ArgumentException)
        {
            return $"{input.Name} could not be compared with {input.Pattern}: {e.Message}";
        }
    }
}
