using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>
/// Programs that talk to others. A POST is often how something is asked, so it counts as a change only where its address says so, or where
/// it goes to an engine's socket.
/// </summary>
internal static class WebRules
{
    private static readonly string[] ChangingPaths =
    [
        "/stop", "/kill", "/restart", "/pause", "/start", "/remove", "/delete", "/destroy", "/prune", "/seal", "/step-down", "/revoke",
        "/shutdown", "/exec", "/wipe",
        "/drop", "/disable", "/update", "/rename",
    ];

    /// <summary><c>curl</c>: what it sends, where to, and which files it writes.</summary>
    public static Effect Curl(CatalogueLine line, string[] arguments, Scope scope, Func<string, Flow> read)
    {
        var curl = Arguments.Of(arguments, line.AllValues);
        // A file with options may ask for anything.
        var effect = curl.Values.Any(v => v.Name is "-K" or "--config" && v.Value != "-" && read(v.Value) is { Leak: null, Text: null })
            ? Effect.Unclear : Effect.None;
        if (curl.Values.Any(v => line.Writes.Contains(v.Name) && v.Value != "%" && !TemporaryPaths.Covers(scope, v.Value)))
            effect = effect.Or(Effect.Changes);
        if (curl.Has("-O", "--remote-name", "--remote-name-all") && !scope.Folders.InTemporary)
            effect = effect.Or(Effect.Changes);
        var method = Method(curl);
        if (!SymbolicText.IsKnown(method))
            return effect.Or(Effect.Unclear);
        if (method is "GET" or "HEAD" or "OPTIONS" or "LIST")
            return effect;
        if (method == "DELETE")
            return effect.Or(Effect.Destroys);
        var addresses = curl.Operands.Concat(curl.Values.Where(v => v.Name == "--url").Select(v => v.Value)).ToArray();
        return method != "POST" || ReachesEngine(curl, addresses) || addresses.Any(AsksForChange) ? effect.Or(Effect.Halts) : effect;
    }

    /// <summary><c>wget</c>: what it sends, and where it puts what it gets.</summary>
    public static Effect Wget(CatalogueLine line, string[] arguments, Scope scope)
    {
        var wget = Arguments.Of(arguments, line.Values);
        if (wget.Value("--method")?.ToUpperInvariant() is { } method and not "GET" and not "HEAD")
            return method == "DELETE" ? Effect.Destroys : Effect.Halts;
        if (wget.Has("--spider"))
            return Effect.None;
        if (wget.Values.Any(v => v.Name.StartsWith("--post", StringComparison.Ordinal)) && wget.Operands.Any(AsksForChange))
            return Effect.Halts;
        if (wget.Value("-O", "--output-document") is { } file)
            return TemporaryPaths.Covers(scope, file) ? Effect.None : Effect.Changes;
        return scope.Folders.InTemporary || wget.Operands.IsEmpty ? Effect.None : Effect.Changes;
    }

    /// <summary><c>nc -z</c> only asks whether a port is open.</summary>
    public static Effect Netcat(string[] arguments) =>
        arguments.Any(a => a.StartsWith('-') && !a.StartsWith("--", StringComparison.Ordinal) && a.Contains('z', StringComparison.Ordinal))
            ? Effect.None : Effect.Unclear;

    private static string Method(Arguments curl)
    {
        var sends = !curl.Has("-G", "--get")
            && curl.Values.Any(v => v.Name is "-d" or "-F" or "-T" or "--json" or "--form" or "--upload-file"
                || v.Name.StartsWith("--data", StringComparison.Ordinal));
        var usual = curl.Value("-T", "--upload-file") is not null ? "PUT" : sends ? "POST" : "GET";
        return (curl.Value("-X", "--request") ?? usual).ToUpperInvariant();
    }

    private static bool ReachesEngine(Arguments curl, string[] addresses) =>
        curl.Value("--unix-socket", "--abstract-unix-socket") is not null
        || addresses.Any(a => a.Contains(":2375", StringComparison.Ordinal) || a.Contains(":2376", StringComparison.Ordinal));

    private static bool AsksForChange(string address) =>
        Array.Exists(ChangingPaths, p => address.Contains(p, StringComparison.OrdinalIgnoreCase));
}
