using System.Globalization;

namespace Dashboard.Core.Text;

/// <summary>Durations as runbooks write them and as people read them.</summary>
public static class Durations
{
    /// <summary>Reads <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>2h</c>: a positive whole number and a unit, at most seven days.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text))
            return false;
        var digits = text.AsSpan(0, text.AsSpan().IndexOfAnyExceptInRange('0', '9') is var i and >= 0 ? i : text.Length);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return false;
        double seconds = text[digits.Length..] switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => 0 };
        if (seconds == 0 || number * seconds > 7 * 24 * 3600)
            return false;
        duration = TimeSpan.FromSeconds(number * seconds);
        return true;
    }

    /// <summary>
    /// How long something takes, in words: <c>40 ms</c>, <c>0.4 s</c>, <c>2 s</c>, <c>1 min 46 s</c>, from an hour on as
    /// <see cref="Words"/>.
    /// </summary>
    public static string Exactly(TimeSpan span) => span is { TotalMinutes: >= 1 and < 60, Seconds: > 0 }
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds} s")
        : Words(span);

    /// <summary>
    /// A duration in round words, as ages are told: <c>0.4 s</c>, <c>12 s</c>, <c>9 min</c>, <c>2 h 5 min</c>, <c>3 d</c>.
    /// </summary>
    public static string Words(TimeSpan span)
    {
        var positive = span < TimeSpan.Zero ? TimeSpan.Zero : span;
        return positive switch
        {
            { TotalSeconds: > 0 and < 0.1 } =>
                string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(positive.TotalMilliseconds):0} ms"),
            { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{positive.TotalSeconds:0.#} s"),
            { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)positive.TotalSeconds} s"),
            { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)positive.TotalMinutes} min"),
            { TotalHours: < 48 } => positive.Minutes == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{(int)positive.TotalHours} h")
                : string.Create(CultureInfo.InvariantCulture, $"{(int)positive.TotalHours} h {positive.Minutes} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)positive.TotalDays} d"),
        };
    }
}
