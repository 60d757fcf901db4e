using System.Text.RegularExpressions;

namespace Dashboard.Linting.Adopt;

/// <summary>
/// Guesses of a program that the linter does not know whether a call of it only looks, by what its words mean. A guess is told as one, and
/// the sandbox of read-only steps holds where it is wrong on the host.
/// </summary>
internal static partial class LookingWords
{
    /// <summary>Whether a command's words say that it looks, and none of them that it does not.</summary>
    /// <param name="command">The command as it is shown: <c>ceph osd tree</c>.</param>
    public static bool Are(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = words.Length == 0 ? "" : words[0][(words[0].LastIndexOf('/') + 1)..];
        return !words.Skip(1).Any(w => Acting().IsMatch(w)) && (LookingName().IsMatch(name) || words.Skip(1).Any(w =>
            Looking().IsMatch(w)));
    }

    [GeneratedRegex(@"\A-{0,2}(?:(?:get|list|show|describe|is|check)(?:[-_:.]\S*)?|\S+[:.](?:status|list|show|check|info|version)|st"
        + @"atus|ls|info|version|health\S*"
        + @"|ping|stats?|tree|df|diff|view|print|query|search|find|lookup|verify|validate|test|inspect|history|whoami|help|report|dry-run"
        + @"|members?|topology|top|count|details?|logs?|cat|V)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Looking();

    [GeneratedRegex(@"(?:\A|[_-])(?:ls\w*|list|status|show|check|isready|info|stat|version|verify|test)(?:[_.-]|\z)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LookingName();

    [GeneratedRegex(@"\A-{0,2}(?:\S+[:.])?(?:delete|remove|rm|set\S*|unset|create|add|update|upgrade|downgrade|restart|stop|start|re"
        + @"load|apply|purge|install|uninstall"
        + @"|migrate|out|in|put|write|import|restore|reset|repair|fix|force|enable|disable|kill|drop|clean\S*|flush|rotate|renew|pro"
        + @"mote|demote"
        + @"|failover|switch\S*|move|mv|cp|copy|init|join|leave|register|deregister|sync|push|pull|exec|run|edit|patch|scale|rebalance"
        + @"|execute|elect\S*|reconfigure|deploy|rollback|mark\S*|config)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Acting();
}
