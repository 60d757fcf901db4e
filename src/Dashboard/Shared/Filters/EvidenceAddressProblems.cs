using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Shared.Filters;

/// <summary>What of an address means nothing. Forms offer what does; addresses are typed too, and cut off in mails.</summary>
internal static class EvidenceAddressProblems
{
    public static IEnumerable<string> Of(EvidenceAddress address)
    {
        foreach (var problem in new[]
        {
            Choice<RunMode>(address, "mode"), Choice<StepKind>(address, "kind"), Choice<Outcome>(address, "outcome"),
            address.Field("result") == EvidenceAddress.OpenRuns ? null : Choice<RunResult>(address, "result", EvidenceAddress.OpenRuns),
            address.Field("was") is { } was and not EvidenceAddress.WasUnknown
                ? $"Unknown value “{was}” for was: use {EvidenceAddress.WasUnknown}."
                : null,
            Day(address, "since"), Day(address, "until"), Revision(address),
        })
        {
            if (problem is not null)
                yield return problem;
        }

        if (address.Day("since") > address.Day("until"))
            yield return "“From” is later than “To”: nothing can match.";
    }

    private static string? Choice<T>(EvidenceAddress address, string name, params string[] more)
        where T : struct, Enum =>
        address.Field(name) is { } value && address.Choice<T>(name) is null
            ? $"Unknown value “{value}” for {name}: use one of "
                + $"{string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).Concat(more))}."
            : null;

    private static string? Day(EvidenceAddress address, string name) =>
        address.Field(name) is { } value && address.Day(name) is null ? $"“{value}” is not a date: write {name} as 2026-01-31." : null;

    private static string? Revision(EvidenceAddress address) =>
        address.Field("revision") is { } value && !value.All(char.IsAsciiHexDigit)
            ? $"“{value}” is not a revision: enter the start of the runbook's digest, such as 9f3c1e7a."
            : null;
}
