using System.Globalization;

namespace Dashboard.Linting.Compose;

/// <summary>
/// Reads the <c>mode</c> of a secret as Compose does: <c>0440</c> and <c>"440"</c> are octal, a plain <c>440</c> is decimal and means 0670.
/// </summary>
internal static class FileMode
{
    private const int WriteBits = 0b010_010_010;

    /// <summary>The mode; null when the text is none.</summary>
    public static int? Read(ComposeText text)
    {
        var value = text.Value.Replace("_", "", StringComparison.Ordinal);
        if (value.StartsWith("0o", StringComparison.OrdinalIgnoreCase))
            return Octal(value[2..]);
        if (!text.Plain || value.StartsWith('0'))
            return Octal(value);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Whether somebody may write to a file of that mode.</summary>
    public static bool AllowsWriting(int mode) => (mode & WriteBits) != 0;

    private static int? Octal(string digits)
    {
        if (digits.Length is 0 or > 6 || digits.Any(c => c is < '0' or > '7'))
            return null;
        return digits.Aggregate(0, (sum, digit) => (sum * 8) + (digit - '0'));
    }
}
