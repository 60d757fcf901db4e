using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>
/// Commands that talk to others. A POST is often how something is asked, so it counts as a change only where its address says so, or where it
/// goes to an engine's socket.
/// </summary>
internal static class WebCommands
{
    private static readonly string[] CurlValues =
    [
        "-X", "--request", "-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--data-ascii", "--json", "-F", "--form", "-T", "--upload-file", "-o", "--output", "-H", "--header",
        "-u", "--user", "-m", "--max-time", "--connect-timeout", "-w", "--write-out", "--unix-socket", "--abstract-unix-socket", "-K", "--config", "-A", "-e", "-b", "-c", "--cacert", "--cert", "--key",
        "--retry", "--retry-delay", "--resolve", "-x", "--url", "-D", "--dump-header", "-E", "--output-dir", "-r", "--range", "-y", "-Y", "-z", "-Q", "--interface", "--trace", "--trace-ascii", "--cookie-jar", "--stderr",
    ];

    private static readonly string[] ChangingPaths =
        ["/stop", "/kill", "/restart", "/pause", "/start", "/remove", "/delete", "/destroy", "/prune", "/seal", "/step-down", "/revoke", "/shutdown", "/exec", "/wipe", "/drop", "/disable", "/update", "/rename"];

    /// <summary>What the command does; null when it is another kind of command.</summary>
    /// <param name="name">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="scope">What the script may know.</param>
    /// <param name="read">Reads a file.</param>
    public static Effect? Of(string name, string[] arguments, Scope scope, Func<string, Flow> read) => name switch
    {
        "curl" => Curl(arguments, scope, read),
        "wget" => Wget(Arguments.Of(arguments, ["-O", "--output-document", "-o", "--method", "--post-data", "--post-file", "--body-data", "-T", "-t", "--header", "-P", "-U"]), scope),
        "http" or "https" or "xh" => arguments.Any(a => a is "POST" or "PUT" or "PATCH" or "DELETE" || a.Contains('=', StringComparison.Ordinal)) ? Effect.Changes : Effect.None,
        "nc" or "ncat" or "netcat" => arguments.Any(a => a.StartsWith('-') && !a.StartsWith("--", StringComparison.Ordinal) && a.Contains('z', StringComparison.Ordinal)) ? Effect.None : Effect.Unclear,
        "socat" or "telnet" or "ftp" or "lftp" or "websocat" or "grpcurl" => Effect.Unclear,
        _ => null,
    };

    private static Effect Curl(string[] arguments, Scope scope, Func<string, Flow> read)
    {
        var curl = Arguments.Of(arguments, CurlValues);
        // A file with options may ask for anything.
        var effect = curl.Values.Any(v => v.Name is "-K" or "--config" && v.Value != "-" && read(v.Value) is { Leak: null, Text: null }) ? Effect.Unclear : Effect.None;
        foreach (var (_, value) in curl.Values.Where(v => v.Name is "-o" or "--output" or "-D" or "--dump-header" or "-c" or "--cookie-jar" or "--trace" or "--trace-ascii" or "--stderr"))
        {
            if (!TemporaryPaths.Covers(scope, value) && value != "%")
                effect = effect.Or(Effect.Changes);
        }

        if (curl.Has("-O", "--remote-name", "--remote-name-all") && !scope.Folders.InTemporary)
            effect = effect.Or(Effect.Changes);
        var sends = curl.Values.Any(v => v.Name is "-d" or "-F" or "-T" or "--json" or "--form" or "--upload-file" || v.Name.StartsWith("--data", StringComparison.Ordinal)) && !curl.Has("-G", "--get");
        var method = (curl.Value("-X", "--request") ?? (curl.Value("-T", "--upload-file") is null ? sends ? "POST" : "GET" : "PUT")).ToUpperInvariant();
        if (!SymbolicText.IsKnown(method))
            return effect.Or(Effect.Unclear);
        if (method is "GET" or "HEAD" or "OPTIONS" or "LIST")
            return effect;
        if (method == "DELETE")
            return effect.Or(Effect.Destroys);
        var addresses = curl.Operands.Concat(curl.Values.Where(v => v.Name == "--url").Select(v => v.Value)).ToArray();
        var socket = curl.Value("--unix-socket", "--abstract-unix-socket") is not null || addresses.Any(a => a.Contains(":2375", StringComparison.Ordinal) || a.Contains(":2376", StringComparison.Ordinal));
        return method != "POST" || socket || addresses.Any(a => Array.Exists(ChangingPaths, p => a.Contains(p, StringComparison.OrdinalIgnoreCase)))
            ? effect.Or(Effect.Halts) : effect;
    }

    private static Effect Wget(Arguments wget, Scope scope)
    {
        if (wget.Value("--method")?.ToUpperInvariant() is { } method and not "GET" and not "HEAD")
            return method == "DELETE" ? Effect.Destroys : Effect.Halts;
        if (wget.Has("--spider"))
            return Effect.None;
        if (wget.Operands.Any(a => wget.Values.Any(v => v.Name.StartsWith("--post", StringComparison.Ordinal)) && Array.Exists(ChangingPaths, p => a.Contains(p, StringComparison.OrdinalIgnoreCase))))
            return Effect.Halts;
        var file = wget.Value("-O", "--output-document");
        return file is not null ? TemporaryPaths.Covers(scope, file) ? Effect.None : Effect.Changes
            : scope.Folders.InTemporary || wget.Operands.IsEmpty ? Effect.None : Effect.Changes;
    }
}
