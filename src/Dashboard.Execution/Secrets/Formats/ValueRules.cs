using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Secrets.Formats;

/// <summary>
/// Which values of a secret file are looked for by themselves. All that are long enough, but for words and numbers that half of every
/// output consists of; under a name that says <c>password</c> or the like, those too.
/// </summary>
internal static partial class ValueRules
{
    /// <summary>A number without letters is looked for from this length on: ports, sizes and times are shorter.</summary>
    public const int ShortestNumber = 8;

    /// <summary>A part of a value, of which nothing says what it is, counts from this length on.</summary>
    private const int ShortestPart = 8;

    /// <summary>Where the name only may say that something is a secret, a shorter value than this is no matter.</summary>
    private const int ShortestMixed = 4;

    /// <summary>A name has no more digits.</summary>
    private const int MostDigits = 3;

    /// <summary>A name that is a secret itself has at least so many characters.</summary>
    private const int ShortestName = 12;

    private const string Signs = "!#$%^*?~+=";

    private static readonly FrozenSet<string> Nothing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "true", "false", "yes", "no", "on", "off", "null", "nil", "none", "undefined", "enabled",
        "disabled", "required", "optional");

    private static readonly FrozenSet<string> Common = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "production", "development", "staging", "testing", "default", "localhost", "127.0.0.1", "0.0.0.0", "::1", "localdomain", "internal",
        "external", "public", "private",
        "postgres", "postgresql", "mariadb", "sqlite", "mongodb", "rabbitmq", "memcached", "username", "password", "administrator",
        "information", "warning", "critical",
        "verbose", "console", "application", "service", "server", "client", "database", "opaque", "secret", "always", "prefer", "require",
        "disable", "verify-ca", "verify-full",
        "config", "string", "number", "object", "boolean");

    private static readonly FrozenSet<string> SecretWords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "password", "passwd", "passphrase", "passcode", "pwd", "pw", "secret", "token", "credential", "credentials", "apikey", "psk");

    // Only at the end: PASS_THROUGH and PIN_MEMORY are something else.
    private static readonly FrozenSet<string> LastSecretWords = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "pass",
        "pin", "otp", "totp");

    // Keys, codes and seeds are secrets behind some words; a sort key, an exit code and a random seed are none.
    private static readonly FrozenSet<string> HalfSecretWords = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "key",
        "code", "seed", "auth");

    private static readonly FrozenSet<string> OtherHalves = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "access", "account", "activation", "api", "app", "auth", "backup", "cipher", "crypto", "encryption", "hmac", "license", "master",
        "otp", "private", "recovery", "security",
        "session", "shared", "signing", "storage", "totp", "unlock", "verification", "wallet");

    // DB_PASSWORD_PROD is the password of something.
    private static readonly FrozenSet<string> Places = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "prod", "production", "live", "dev", "development", "staging", "stage", "test", "qa", "old", "new", "current", "previous", "next",
        "primary", "secondary", "main", "root", "admin", "db");

    // TOKEN_TTL, token_user, PASSWORD_FILE: what is told about a secret.
    private static readonly FrozenSet<string> About = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "age", "alg", "algorithm", "address", "addr", "audience", "backend", "bits", "bytes", "chars", "class", "cluster", "count",
        "database", "days", "dbname", "digits", "dir", "directory",
        "domain", "driver", "enable", "enabled", "encoding", "endpoint", "env", "expires", "expiry", "expiration", "field", "file",
        "folder", "format", "header", "host", "hostname", "hours", "id",
        "interval", "issuer", "kind", "length", "level", "lifetime", "limit", "location", "login", "max", "method", "min", "minutes",
        "mode", "name", "namespace", "owner", "path", "policy",
        "port", "prefix", "protocol", "provider", "ref", "region", "required", "retries", "role", "schema", "scheme", "scope", "seconds",
        "server", "size", "source", "store", "suffix",
        "timeout", "ttl", "type", "uid", "uri", "url", "user", "username", "version", "zone");

    private enum Says
    {
        Nothing,
        Maybe,
        Secret,
    }

    /// <summary>Whether the value is looked for by itself.</summary>
    public static bool IsSecret(string? key, string value)
    {
        if (Length(value) < SecretLengths.Shortest || Nothing.Contains(value))
            return false;
        return Of(key) switch
        {
            Says.Secret => true,
            Says.Maybe => !Common.Contains(value),
            _ => !(Common.Contains(value) || (value.Length < ShortestNumber && Number().IsMatch(value))),
        };
    }

    /// <summary>Whether the value is a secret by its name, and too short to be found: then nothing can be promised.</summary>
    public static bool TooShort(string? key, string value) =>
        // A sentence with a colon is no key, and neither is something with many digits.
        key is not null && !key.Any(char.IsWhiteSpace) && key.Count(char.IsAsciiDigit) <= MostDigits
        && Length(value) is > 0 and < SecretLengths.Shortest && value.Any(char.IsLetterOrDigit)
        && !Nothing.Contains(value) && value[0] is not ('|' or '>' or '*' or '&' or '!' or '$')
        && Of(key) switch
        {
            Says.Secret => true,
            Says.Maybe => value.Length >= ShortestMixed && IsMixed(value) && !Method().IsMatch(value),
            _ => false,
        };

    /// <summary>Whether the name says that its value is a secret.</summary>
    public static bool SaysSecret(string? key) => Of(key) == Says.Secret;

    /// <summary>Whether the name says that its value tells something about a secret, or where it is used.</summary>
    public static bool SaysAbout(string? key) => key is not null && Words().Matches(key) is [.., var last] && About.Contains(last.Value);

    /// <summary>
    /// Whether a part of a value looks like a secret by itself, as nothing says what it is: letters with digits or signs among them, and no
    /// host, user name, path, version or time.
    /// </summary>
    public static bool LooksSecret(string text) =>
        text.Length >= ShortestPart && IsMixed(text) && !text.Any(char.IsWhiteSpace) && !Common.Contains(text) && !Number().IsMatch(text)
            && !Ordinary().IsMatch(text);

    /// <summary>
    /// Whether a name is a secret itself, as in a list of tokens with their owners: no name of a setting has so many digits.
    /// </summary>
    public static bool IsSecretName(string name) =>
        name.Length >= ShortestName && name.Count(char.IsAsciiDigit) > MostDigits && LooksSecret(name);

    /// <summary>How long a value is where the masker looks for it, in bytes of UTF-8 without white space.</summary>
    public static int Length(string value) => Encoding.UTF8.GetBytes(value).Count(b => !Skeleton.IsSpace(b));

    // API_TOKEN, db.password, clientSecret, PASSWORD_2, DB_PASSWORD_PROD.
    private static Says Of(string? key)
    {
        if (key is null)
            return Says.Nothing;
        string[] words = [.. Words().Matches(key).Select(m => m.Value)];
        var count = words.Length;
        while (count > 0 && Places.Contains(words[count - 1]))
            count--;
        if (count == 0)
            return Says.Nothing;
        var last = words[count - 1];
        if (SecretWords.Contains(last) || LastSecretWords.Contains(last))
            return Says.Secret;
        if (About.Contains(last))
            return Says.Nothing;
        var isHalf = count > 1 && HalfSecretWords.Contains(last);
        return isHalf && OtherHalves.Contains(words[count - 2]) ? Says.Secret
            : isHalf || words.Any(SecretWords.Contains) ? Says.Maybe
            : Says.Nothing;
    }

    private static bool IsMixed(string value) =>
        value.Any(char.IsLetter) && value.Any(c => char.IsAsciiDigit(c) || Signs.Contains(c, StringComparison.Ordinal));

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"\A[0-9.,_:+-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    // Of digests and the like: REDIS_AUTH=sha1 is no secret.
    [GeneratedRegex(@"\A(?:md|sha|aes|des|x|tls|v|oauth)-?[0-9.]+\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Method();

    // Words with numbers behind them (db01-eu1, billing-v2); hosts, files and mail addresses; paths and addresses; versions, dates;
    // references.
    [GeneratedRegex(
        @"\A(?:[a-z]+[0-9]{0,3}(?:[-_.][a-z]*[0-9]{0,3})*|(?:[\w.+-]+@)?[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?::[0-9]+)?"
        + @"|(?:~|\.{0,2}/|[A-Za-z]:\\|\\).*|.*://.*"
        + @"|v?[0-9]+(?:\.[0-9]+)+.*|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|\$[{(].*|\$[A-Z0-9_]+|%[A-Z0-9_]+%|<.*>|[{[].*)\z",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Ordinary();
}
