using System.Text.RegularExpressions;

namespace Dashboard.Execution.Confinement;

/// <summary>
/// What of the Docker engine's API (v1.24 to v1.5x) a read-only step may ask. A list of what is let through: many a GET makes the engine
/// dial out (<c>distribution</c>, <c>images/search</c>, <c>plugins/privileges</c>) or hands out files of other containers (<c>archive</c>,
/// <c>export</c>, <c>images/get</c>), and new ones come with each version.
/// </summary>
internal static partial class DockerReads
{
    /// <summary>Whether a request only looks.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path as it is understood, without escapes.</param>
    public static bool Allows(string method, string path) => method switch
    {
        "GET" =>
            Question().IsMatch(path) && !path.Contains("/../", StringComparison.Ordinal) && !path.Contains("/./", StringComparison.Ordinal),
        "HEAD" => Glance().IsMatch(path),
        _ => false,
    };

    // Not swarm, which hands out the tokens to join, and not configs, which hands out what is in them. Names of images hold slashes;
    // nothing holds an empty part or a control character.
    [GeneratedRegex("""
        \A(?:/v1\.[0-9]{1,3})?/(?:
          _ping | version | info | events | system/df
        | containers/json | containers/[\w.-]+/(?:json|top|logs|changes|stats)
        | exec/[\w.-]+/json
        | images/json | images/(?:[\w.@:-]+/)*[\w.@:-]+/(?:json|history)
        | networks(?:/[\w.-]+)? | volumes(?:/[\w.-]+)? | plugins(?:/[\w.@:-]+(?:/[\w.@:-]+)*/json)?
        | (?:nodes|services|tasks|secrets)(?:/[\w.-]+)? | (?:services|tasks)/[\w.-]+/logs
        )\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Question();

    // Of a file in a container, HEAD tells name, size, mode and link; not what is in it.
    [GeneratedRegex(@"\A(?:/v1\.[0-9]{1,3})?/(?:_ping|containers/[\w.-]+/archive)\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Glance();
}
