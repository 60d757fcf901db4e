using System.Globalization;

namespace Dashboard.Testing;

/// <summary>
/// How often the tests that draw lots do so. In the test command they are small enough to end in seconds; <c>scripts/dev/campaign.sh</c>
/// sets the large numbers. The seed is in every message, and <c>CUTOVER_SEED</c> repeats it.
/// </summary>
internal static class Campaign
{
    /// <summary>A number that an environment variable may change.</summary>
    public static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? long.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The seed.</summary>
    public static int Seed(int otherwise = 20260131) => (int)Number("CUTOVER_SEED", otherwise);
}
