using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Engine.Execution.Masking;

namespace Dashboard.Engine.Execution.Secrets.Formats;

/// <summary>
/// Which values of a secret file are looked for by themselves. All that are long enough, but for words and numbers that half of every
/// output consists of; under a name that says <c>password</c> or the like, those too.
/// </summary>
internal static partial class ValueRules
{
    /// <summary>A number without letters is looked for from this length on: ports, sizes and times are shorter.</summary>
    public const int ShortestNumber = 8;

    private static readonly FrozenSet<string> Nothing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "true", "false", "yes", "no", "on", "off", "null", "nil", "none", "undefined", "enabled", "disabled", "required", "optional");

    private static readonly FrozenSet<string> Common = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "production", "development", "staging", "testing", "default", "localhost", "127.0.0.1", "0.0.0.0", "::1", "localdomain", "internal", "external", "public", "private",
        "postgres", "postgresql", "mariadb", "sqlite", "mongodb", "rabbitmq", "memcached", "username", "password", "administrator", "information", "warning", "critical",
        "verbose", "console", "application", "service", "server", "client", "database", "opaque", "secret", "always", "prefer", "require", "disable", "verify-ca", "verify-full",
        "config", "string", "number", "object", "boolean");

    private static readonly FrozenSet<string> SecretWords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "pass", "password", "passwd", "passphrase", "passcode", "pwd", "pw", "secret", "token", "pin", "credential", "credentials", "apikey");

    /// <summary>Whether the value is looked for by itself.</summary>
    public static bool IsSecret(string? key, string value)
    {
        if (Length(value) < SecretSet.Shortest || Nothing.Contains(value))
            return false;
        return SaysSecret(key) || !(Common.Contains(value) || (value.Length < ShortestNumber && Number().IsMatch(value)));
    }

    /// <summary>Whether the value is a secret by its name, and too short to be found: then nothing can be promised.</summary>
    public static bool TooShort(string? key, string value) =>
        // A sentence with a colon is no key.
        SaysSecret(key) && !key!.Any(char.IsWhiteSpace) && Length(value) is > 0 and < SecretSet.Shortest && value.Any(char.IsLetterOrDigit)
        && !Nothing.Contains(value) && value[0] is not ('|' or '>' or '*' or '&' or '!' or '$');

    /// <summary>How long a value is where the masker looks for it, in bytes of UTF-8 without white space.</summary>
    public static int Length(string value) => Encoding.UTF8.GetBytes(value).Count(b => !SecretSet.IsTransparent(b));

    // API_TOKEN, db.password, clientSecret, PASSWORD_2: the last word counts; TOKEN_TTL is no token.
    private static bool SaysSecret(string? key) => key is not null && Words().Matches(key) is [.., var last] && SecretWords.Contains(last.Value);

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"\A[0-9.,_:+-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
