using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Yaml;

namespace Dashboard.Core.Runbooks.Checks;

/// <summary>Reads what an <c>http</c> fence expects.</summary>
internal static class HttpCheckReader
{
    private static readonly string[] Keys = ["url", "method", "status", "body", "latency", "headers"];

    /// <summary>
    /// Reads, for example:
    /// <code>
    /// url: http://127.0.0.1:8080/healthz
    /// method: GET
    /// status: [200, 204]
    /// body: '"signer": *"local"'
    /// latency: 2s
    /// headers: {Accept: application/json}
    /// </code>
    /// </summary>
    public static HttpCheck Read(YamlMap map, Findings findings, Substitution values)
    {
        var fields = new YamlFields(map, "an http check", Keys, findings, values);
        var statuses = fields.Numbers("status", 100, 599);
        var check = new HttpCheck
        {
            Url = Url(fields, findings, values),
            Method = fields.Choice("method", ["GET", "HEAD"]) ?? "GET",
            Statuses = statuses.IsEmpty ? [200] : [.. statuses.Select(s => (int)s)],
            Body = fields.Pattern("body"),
            Latency = fields.Duration("latency"),
            Headers = Headers(fields, findings, values),
        };
        if (check is { Method: "HEAD", Body: not null })
            findings.Error(DiagnosticCodes.NotForThisStep, fields.At("body"), "An answer to HEAD has no body.",
                "Use GET, or take out `body`.");
        return check;
    }

    private static string Url(YamlFields fields, Findings findings, Substitution values)
    {
        if (fields.RequiredText("url") is not { } url)
            return "";
        var whole = values.HasOpen(url) ? null : url;
        if (whole is not null && !(Uri.TryCreate(whole, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            findings.Error(DiagnosticCodes.BadValue, fields.At("url"), $"`{url}` is not a web address.",
                "Write an absolute address that begins with http:// or https://.");
        return url;
    }

    private static ImmutableSortedDictionary<string, string> Headers(YamlFields fields, Findings findings, Substitution values)
    {
        var headers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        if (fields.Node("headers") is not { } node)
            return headers.ToImmutable();
        if (node is not YamlMap map)
        {
            findings.Error(DiagnosticCodes.WrongShape, node.At, $"`headers` is {node.Shape}.", "Write `Name: value` lines below it.");
            return headers.ToImmutable();
        }

        var each = new YamlFields(map, "headers", [.. map.Entries.Select(e => e.Key)], findings, values);
        foreach (var entry in map.Entries)
        {
            var value = each.Text(entry.Key) ?? "";
            if (!IsToken(entry.Key) || value.AsSpan().ContainsAny('\r', '\n', '\0'))
                findings.Error(DiagnosticCodes.BadValue, entry.At, $"`{entry.Key}` is not a header.",
                    "Write a name of letters, digits and hyphens, and a value of one line.");
            else
                headers[entry.Key] = value;
        }

        return headers.ToImmutable();
    }

    private static bool IsToken(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
