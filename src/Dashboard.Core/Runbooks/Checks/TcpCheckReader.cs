using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Yaml;

namespace Dashboard.Core.Runbooks.Checks;

/// <summary>Reads what a <c>tcp</c> fence expects.</summary>
internal static class TcpCheckReader
{
    private static readonly string[] Keys = ["host", "port", "open", "latency"];

    /// <summary>
    /// Reads, for example:
    /// <code>
    /// host: 127.0.0.1
    /// port: 8200
    /// open: false
    /// latency: 500ms
    /// </code>
    /// </summary>
    public static TcpCheck Read(YamlMap map, Findings findings, Substitution values)
    {
        var fields = new YamlFields(map, "a tcp check", Keys, findings, values);
        var port = fields.Number("port", 1, 65535);
        if (fields.Node("port") is null)
            findings.Error(DiagnosticCodes.MissingKey, fields.SourceLocation, "A tcp check needs `port`.",
                "Add `port:` with a number from 1 to 65535.");
        return new()
        {
            Host = fields.RequiredText("host") ?? "",
            Port = (int)(port ?? 1),
            Open = fields.Flag("open") ?? true,
            Latency = fields.Duration("latency"),
        };
    }
}
