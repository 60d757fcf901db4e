using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>
/// Programs that talk to others. A POST changes something, unless its address is one where questions are asked: searches, queries, tokens,
/// signatures.
/// </summary>
internal static class WebRules
{
    private static readonly string[] ChangingPaths =
    [
        "/stop", "/kill", "/restart", "/pause", "/start", "/remove", "/delete", "/destroy", "/prune", "/seal", "/step-down", "/revoke",
        "/shutdown", "/exec", "/wipe",
        "/drop", "/disable", "/update", "/rename",
    ];

    /// <summary>
    /// Parts of addresses at which a POST asks: of Elasticsearch, Prometheus, Loki, InfluxDB, Vault, GraphQL and others.
    /// </summary>
    private static readonly HashSet<string> AskingParts = new(StringComparer.OrdinalIgnoreCase)
    {
        "_search", "_count", "_msearch", "_mget", "_validate", "_analyze", "_explain", "_field_caps", "_termvectors", "_sql", "_rank_eval",
        "_async_search", "_cat", "_render", "_simulate", "dry_run=true", "dry_run", "dryRun=All", "query", "query_range", "query_exemplars",
        "search", "series", "labels", "explain", "validate", "verify", "check", "health", "healthz", "ping", "status", "token", "login",
        "oauth", "oauth2", "authenticate", "introspect", "certificates", "certs", "sign", "lookup", "lookup-self", "list", "get", "count",
        "preview", "plan", "diff", "graphql", "userinfo", "capabilities", "capabilities-self", "decrypt", "encrypt", "hmac", "parse",
        "render",
        "estimate", "sessions",
    };

    /// <summary><c>curl</c>: what it sends, where to, and which files it writes.</summary>
    public static Effect Curl(CatalogueLine line, string[] arguments, Scope scope, Func<string, Flow> read)
    {
        var curl = Arguments.Of(arguments, line.AllValues);
        // A file with options may ask for anything.
        var effect = curl.Values.Any(v => v.Name is "-K" or "--config" && v.Value != "-" && read(v.Value) is { Leak: null, Text: null })
            ? Effect.Unclear : Effect.None;
        if (curl.Values.Any(v => line.Writes.Contains(v.Name) && v.Value != "%" && !TemporaryPaths.Covers(scope, v.Value)))
            effect = effect.Or(Effect.Changes);
        if (curl.Has("-O", "--remote-name", "--remote-name-all") && !Receives(curl.Value("--output-dir"), scope))
            effect = effect.Or(Effect.Changes);
        var method = Method(curl);
        if (!SymbolicText.IsKnown(method))
            return effect.Or(Effect.Unclear);
        var addresses = curl.Operands.Concat(curl.Values.Where(v => v.Name == "--url").Select(v => v.Value)).ToArray();
        var body = string.Join('\n', curl.Values
            .Where(v => v.Name is "-d" or "--json" || v.Name.StartsWith("--data", StringComparison.Ordinal)).Select(v => v.Value));
        return effect.Or(ReachesEngine(curl, addresses) && method is not ("GET" or "HEAD" or "DELETE") ? Effect.Halts
            : Sent(method, addresses, body));
    }

    /// <summary><c>wget</c>: what it sends, and where it puts what it gets.</summary>
    public static Effect Wget(CatalogueLine line, string[] arguments, Scope scope)
    {
        var wget = Arguments.Of(arguments, line.Values);
        if (wget.Value("--method")?.ToUpperInvariant() is { } method and not "GET" and not "HEAD")
            return Sent(method, [.. wget.Operands], "").Or(method == "POST" ? Effect.None : Effect.Halts);
        if (wget.Has("--spider"))
            return Effect.None;
        if (wget.Values.Any(v => v.Name.StartsWith("--post", StringComparison.Ordinal))
            && Sent("POST", [.. wget.Operands], "") is { Impact: not Impact.None } sent)
            return sent;
        if (wget.Value("-O", "--output-document") is { } file)
            return TemporaryPaths.Covers(scope, file) ? Effect.None : Effect.Changes;
        return scope.Folders.InTemporary || wget.Operands.IsEmpty ? Effect.None : Effect.Changes;
    }

    /// <summary><c>http METHOD URL name=value</c> (HTTPie, xh): with data and no method it is a POST.</summary>
    public static Effect Http(CatalogueLine line, string[] arguments, Scope scope)
    {
        var http = Arguments.Of(arguments, line.AllValues);
        // `http URL` has no method; with more than the address a first word of letters is one, in small letters as well.
        var method = http.Operands is [var first, _, ..] && first.All(char.IsAsciiLetter) ? first : null;
        var addresses = http.Operands.Skip(method is null ? 0 : 1).Take(1).ToArray();
        // `name==value` is part of the address, and `Name:value` is a header.
        var sends = http.Operands.Skip(1).Any(o => o.Contains('=', StringComparison.Ordinal)
            && !o.Contains("==", StringComparison.Ordinal) && !o.Contains("://", StringComparison.Ordinal));
        var effect = http.Values.Any(v => line.Writes.Contains(v.Name) && !TemporaryPaths.Covers(scope, v.Value))
            ? Effect.Changes : Effect.None;
        if (http.Has("--download", "-d") && !http.Values.Any(v => line.Writes.Contains(v.Name)) && !scope.Folders.InTemporary)
            effect = effect.Or(Effect.Changes);
        return effect.Or(Sent(method?.ToUpperInvariant() ?? (sends || http.Has("--form", "-f") ? "POST" : "GET"), addresses, ""));
    }

    /// <summary>What a request does.</summary>
    private static Effect Sent(string method, string[] addresses, string body)
    {
        if (method is "GET" or "HEAD" or "OPTIONS" or "LIST" or "TRACE" or "PROPFIND")
            return Effect.None;
        if (method == "DELETE" || addresses.Any(a => a.Contains("_delete_by_query", StringComparison.Ordinal)))
            return Effect.Destroys;
        if (addresses.Any(a => Parts(a).Any(AskingParts.Contains)) && method == "POST" && !addresses.Any(a => Asks(a, ChangingPaths)))
            return addresses.Any(a => a.Contains("/graphql", StringComparison.Ordinal))
                && body.Contains("mutation", StringComparison.Ordinal) ? Effect.Changes : Effect.None;
        return addresses.Any(a => Asks(a, ChangingPaths)) ? Effect.Halts : Effect.Changes;
    }

    private static string Method(Arguments curl)
    {
        var sends = !curl.Has("-G", "--get")
            && curl.Values.Any(v => v.Name is "-d" or "-F" or "-T" or "--json" or "--form" or "--upload-file"
                || v.Name.StartsWith("--data", StringComparison.Ordinal));
        var usual = curl.Value("-T", "--upload-file") is not null ? "PUT" : sends ? "POST" : "GET";
        return (curl.Value("-X", "--request") ?? usual).ToUpperInvariant();
    }

    /// <summary>Whether a folder may be written by a step that only looks; null for the one where the script is.</summary>
    private static bool Receives(string? folder, Scope scope) =>
        folder is null ? scope.Folders.InTemporary : TemporaryPaths.Covers(scope, folder + "/x");

    private static bool ReachesEngine(Arguments curl, string[] addresses) =>
        curl.Value("--unix-socket", "--abstract-unix-socket") is not null
        || addresses.Any(a => a.Contains(":2375", StringComparison.Ordinal) || a.Contains(":2376", StringComparison.Ordinal));

    /// <summary>The parts of an address behind its host: of its path, and of what follows the question mark.</summary>
    private static IEnumerable<string> Parts(string address)
    {
        var host = address.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0;
        return address[host..].Split('/', '?', '&').Skip(1);
    }

    private static bool Asks(string address, string[] paths) =>
        Array.Exists(paths, p => address.Contains(p, StringComparison.OrdinalIgnoreCase));
}
