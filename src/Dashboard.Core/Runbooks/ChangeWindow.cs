using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Dashboard.Core.Runbooks;

/// <summary>
/// The hours of each day in which a live run may make changes, such as <c>22:00-04:00 Europe/Warsaw</c>: from the first minute on, up to
/// the last without it, by the clocks of that zone. Zones are those of the tz database that comes with NodaTime: the host's may be old, or
/// missing.
/// </summary>
public sealed partial class ChangeWindow : IEquatable<ChangeWindow>
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private readonly LocalTime _from;
    private readonly LocalTime _to;
    private readonly DateTimeZone _zone;

    private ChangeWindow(LocalTime from, LocalTime to, DateTimeZone zone) => (_from, _to, _zone) = (from, to, zone);

    /// <summary>Reads a window; null when it is none.</summary>
    public static ChangeWindow? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Shape().Match(text) is { Success: true } match
            && Minutes.Parse(match.Groups["from"].Value) is { Success: true, Value: var from }
            && Minutes.Parse(match.Groups["to"].Value) is { Success: true, Value: var to } && from != to
            && DateTimeZoneProviders.Tzdb.GetZoneOrNull(match.Groups["zone"].Value) is { } zone
                ? new(from, to, zone)
                : null;
    }

    /// <summary>Whether a moment lies in it.</summary>
    public bool Contains(DateTimeOffset moment)
    {
        var local = Local(moment);
        return _from < _to ? local >= _from && local < _to : local >= _from || local < _to;
    }

    /// <summary>What the clocks of its zone show at a moment, in hours and minutes.</summary>
    public string ClockAt(DateTimeOffset moment) => Minutes.Format(Local(moment));

    /// <summary>When it begins next, after a moment.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset moment)
    {
        var instant = Instant.FromDateTimeOffset(moment);
        var day = instant.InZone(_zone).Date;
        for (var days = 0; ; days++)
        {
            // Where clocks are set forward over it, it begins when they have been.
            var begin = _zone.AtLeniently(day.PlusDays(days).At(_from)).ToInstant();
            if (begin > instant)
                return begin.ToDateTimeOffset();
        }
    }

    /// <summary>As the runbook writes it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Minutes.Format(_from)}-{Minutes.Format(_to)} {_zone.Id}");

    /// <inheritdoc/>
    public bool Equals(ChangeWindow? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChangeWindow);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private LocalTime Local(DateTimeOffset moment) => Instant.FromDateTimeOffset(moment).InZone(_zone).TimeOfDay;

    [GeneratedRegex(@"\A(?<from>\d{2}:\d{2})\s*[-–]\s*(?<to>\d{2}:\d{2})\s+(?<zone>[A-Za-z0-9_+/-]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
