using System.Text.Json;

namespace Dashboard.Execution.Secrets.Formats;

/// <summary>
/// Reads JSON (RFC 8259), with comments and trailing commas, and JSON Lines: every string and every number, and the names that are secrets
/// themselves.
/// </summary>
internal static class JsonValues
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Whether it is JSON at all: an object or an array.</summary>
    public static bool TryRead(string text, IValueSink sink) =>
        TryOne(text, sink)
        || (text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 1 } lines
            && lines.All(l => l[0] is '{' or '[') && lines.Aggregate(true, (all, line) => TryOne(line, sink) && all));

    private static bool TryOne(string text, IValueSink sink)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[' or '/', ..])
            return false;
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            Walk(null, document.RootElement, sink);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // no JSON, or a string that is no text (a lone surrogate)
        }
    }

    private static void Walk(string? key, JsonElement element, IValueSink sink)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (ValueRules.IsSecretName(property.Name))
                        sink.Add(null, property.Name);
                    Walk(property.Name, property.Value, sink);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Walk(key, item, sink);
                break;
            case JsonValueKind.String:
                sink.Add(key, element.GetString()!);
                // As it stands in the file, too: whoever greps for it sees the escapes.
                sink.Add(null, element.GetRawText()[1..^1]);
                break;
            case JsonValueKind.Number:
                sink.Add(key, element.GetRawText());
                break;
            default:
                break;
        }
    }
}
