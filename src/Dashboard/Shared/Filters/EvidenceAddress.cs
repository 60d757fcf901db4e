using System.Globalization;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Shared.Filters;

/// <summary>
/// What a page of evidence shows, as its address tells it: a link shows a colleague the same view. What means nothing is passed over, and
/// told in <see cref="Problems"/>.
/// </summary>
public sealed record EvidenceAddress
{
    /// <summary>How the field <c>result</c> asks for runs that are open.</summary>
    public const string OpenRuns = "open";

    /// <summary>How the field <c>was</c> asks for attempts that nobody saw end, settled meanwhile or not.</summary>
    public const string WasUnknown = "unknown";

    /// <summary>The page, such as <c>evidence</c>.</summary>
    public required string Page { get; init; }

    /// <summary>What is asked for, by the names of the form's fields.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>Where the page of the list begins; null for the first.</summary>
    public string? Cursor => Field("from");

    /// <summary>What is searched for; empty for nothing.</summary>
    public string Text => Field("q") ?? "";

    /// <summary>Whether anything is asked for.</summary>
    public bool IsNarrowed => Fields.Keys.Any(k => k is not ("from" or "order"));

    /// <summary>Whether anything but a text is asked for.</summary>
    public bool IsNarrowedBeyondText => Fields.Keys.Any(k => k is not ("from" or "order" or "q"));

    /// <summary>What of the address means nothing, each with what to write instead.</summary>
    public IEnumerable<string> Problems => EvidenceAddressProblems.Of(this);

    /// <summary>Reads an address.</summary>
    public static EvidenceAddress Of(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var fields = QueryHelpers.ParseQuery(uri.Query).Select(f => KeyValuePair.Create(f.Key, f.Value.ToString().Trim()))
            .Where(f => f.Value.Length > 0);
        return new() { Page = uri.AbsolutePath.TrimStart('/'), Fields = new Dictionary<string, string>(fields) };
    }

    /// <summary>A field; null when it is not asked for.</summary>
    public string? Field(string name) => Fields.GetValueOrDefault(name);

    /// <summary>The address of another page of the same list.</summary>
    public string At(string? cursor)
    {
        var first = Without("from");
        return cursor is null ? first : QueryHelpers.AddQueryString(first, "from", cursor);
    }

    /// <summary>The address of the first page of the list that does not ask for one of the fields.</summary>
    public string Without(string name) => QueryHelpers.AddQueryString(
        Page, Fields.Where(f => f.Key != "from" && f.Key != name).Select(f => KeyValuePair.Create(f.Key, (string?)f.Value)));

    /// <summary>The filter; days are days of the viewer's clock.</summary>
    public EvidenceFilter Filter(TimeZoneInfo zone) => new()
    {
        Slug = Field("runbook"),
        Target = Field("target"),
        Mode = Choice<RunMode>("mode"),
        StepId = Field("step"),
        Kind = Choice<StepKind>("kind"),
        Outcome = Choice<Outcome>("outcome"),
        WasUnknown = Field("was") == WasUnknown,
        Result = Choice<RunResult>("result"),
        OnlyOpen = Field("result") == OpenRuns,
        Person = Field("person"),
        Revision = Field("revision")?.ToLowerInvariant(),
        RunId = Field("run"),
        Since = Day("since", zone, 0),
        Until = Day("until", zone, 1),
        OldestFirst = Field("order") == "oldest",
    };

    /// <summary>A field that is one of some values; null when it is not asked for, or is none of them.</summary>
    internal T? Choice<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(Field(name), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>A field that is a day; null when it is not asked for, or is none.</summary>
    internal DateOnly? Day(string name) =>
        DateOnly.TryParseExact(Field(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    // The first and the last day that there are have no day before and after.
    private DateTimeOffset? Day(string name, TimeZoneInfo zone, int days)
    {
        if (Day(name) is not { } day || day.Year is 1 or 9999)
            return null;
        var midnight = day.AddDays(days).ToDateTime(TimeOnly.MinValue);
        return new(midnight, zone.GetUtcOffset(midnight));
    }
}
