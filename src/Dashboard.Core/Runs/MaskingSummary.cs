using System.Globalization;

namespace Dashboard.Core.Runs;

/// <summary>What the evidence says of masking. A count of zero never stands alone: it says which secrets were looked for.</summary>
public static class MaskingSummary
{
    /// <summary>In some words, such as <c>none of 3 secret values in the output; TOKEN_FILE: not there</c>.</summary>
    public static string Of(StepFinished end)
    {
        ArgumentNullException.ThrowIfNull(end);
        var masked = end.Masked == 1 ? "1 secret masked" : string.Create(CultureInfo.InvariantCulture, $"{end.Masked} secrets masked");
        if (end.Secrets is not { } secrets)
            return end.Masked > 0 ? masked : "nothing masked";
        if (secrets.IsEmpty)
            return end.Masked > 0 ? masked : "no secrets declared";
        var known = secrets.Sum(s => s.Values);
        var found = end.Masked > 0 ? masked
            : known > 0
                ? string.Create(CultureInfo.InvariantCulture, $"none of {known} secret {(known == 1 ? "value" : "values")} in the output")
            : "no secret value known";
        return string.Join("; ", secrets.Where(s => s.Note is not null).Select(s => $"{s.File}: {s.Note}").Prepend(found));
    }
}
