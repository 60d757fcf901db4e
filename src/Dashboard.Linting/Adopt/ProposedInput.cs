using System.Text.RegularExpressions;

namespace Dashboard.Linting.Adopt;

/// <summary>An input that a draft declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What the document calls it.</param>
/// <param name="Default">The value that the document gives it; null for none.</param>
internal sealed partial record ProposedInput(string Name, string Description, string? Default)
{
    // Nothing that a shell or an option parser could act on: no blanks, quotes, signs, and no dash at the beginning.
    private const string Safe = "[A-Za-z0-9_./:@%+,=][A-Za-z0-9_./:@%+,=-]*", Digits = "[0-9]+";

    /// <summary>What its value must match as a whole.</summary>
    public string Pattern => Numbers().IsMatch(Name) ? Digits : Safe;

    /// <summary>Whether a value may be its default.</summary>
    public static bool IsSafe(string name, string value) =>
        Regex.IsMatch(value, $@"\A(?:{(Numbers().IsMatch(name) ? Digits : Safe)})\z", RegexOptions.CultureInvariant) && value.Length < 200;

    /// <summary>Whether a name says that its value is nothing for a record that all reviewers read.</summary>
    public static bool IsSecret(string name) => Secrets().IsMatch(name);

    [GeneratedRegex("(?:^|_)(?:PORT|COUNT|NUMBER|NUM|PID|REPLICAS|SIZE_GB)$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex("(?:^|_)(?:PASSWORD|PASSWD|PASS|PWD|SECRET|TOKEN|API_?KEY|SECRET_?KEY|PRIVATE_?KEY|CREDENTIALS?)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Secrets();
}
