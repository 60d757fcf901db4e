using System.Text.RegularExpressions;

namespace Dashboard.Linting.Adopt;

/// <summary>
/// Finds passwords and tokens that somebody wrote out in a command. What stands for one, a variable or a placeholder, is none.
/// </summary>
internal static partial class SecretInLine
{
    /// <summary>Whether one stands there.</summary>
    public static bool Is(string script) => Assigned().IsMatch(script) || Given().IsMatch(script) || InAddress().IsMatch(script)
        || InHeader().IsMatch(script) || Short().IsMatch(script);

    // PGPASSWORD=hush  export API_TOKEN='hush'
    [GeneratedRegex(@"(?<![-\w$])\w{0,40}(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY)=[""']?(?![\s""'$<{`(]|/)\S",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Assigned();

    // --password=hush  --token hush
    [GeneratedRegex(@"\s--?(?:password|passwd|pass|token|api-?key|access-?key)(?:=|\s+)[""']?(?![\s""'$<{`(/-])\S",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Given();

    // postgres://app:hush@db/app
    [GeneratedRegex(@"://[^/\s:@$<{]{1,80}:(?![$<{])[^@\s/]{1,200}@", RegexOptions.CultureInvariant)]
    private static partial Regex InAddress();

    // Authorization: Bearer hush  X-Auth-Token: hush
    [GeneratedRegex(@"(?:Authorization:\s*(?:Bearer|Basic|Token)|\b[\w-]{0,40}(?:Token|Api-?Key):)\s+(?![\s""'$<{`])\S",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex InHeader();

    // mysql -phush  curl -u admin:hush  redis-cli -a hush  docker login -p hush
    [GeneratedRegex(@"\b(?:(?:mysql|mariadb)\w{0,20}\s[^\n]{0,300}?(?<=\s)-p[""']?(?![\s""'$<{])\S"
        + @"|(?:curl|wget|http)\s[^\n]{0,300}?(?<=\s)(?:-u|--user)[\s=]*[""']?[^\s:""'$<{]{1,80}:(?![\s""'$<{])\S"
        + @"|redis-cli\s[^\n]{0,300}?(?<=\s)-a\s+[""']?(?![\s""'$<{])\S"
        + @"|(?:docker|podman|helm|skopeo|oc|az)\s+(?:registry\s+)?login\s[^\n]{0,300}?(?<=\s)-p\s+[""']?(?![\s""'$<{])\S)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Short();
}
