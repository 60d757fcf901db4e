using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Yaml;

namespace Dashboard.Core.Runbooks.Checks;

/// <summary>Reads what a <c>file</c> fence expects.</summary>
internal static class FileCheckReader
{
    private static readonly string[] Keys = ["path", "exists", "type", "mode", "owner", "size", "max-size", "sha256"];

    /// <summary>
    /// Reads, for example:
    /// <code>
    /// path: ${CA_KEY_FILE}
    /// type: file
    /// mode: ["0400", "0600"]
    /// owner: root:root
    /// size: {min: 1, max: 16384}
    /// </code>
    /// </summary>
    public static FileCheck Read(YamlMap map, Findings findings, Substitution values)
    {
        var fields = new YamlFields(map, "a file check", Keys, findings, values);
        var (least, most) = Size(fields, findings, values);
        var check = new FileCheck
        {
            Path = fields.RequiredText("path") ?? "",
            Exists = fields.Flag("exists") ?? true,
            Type = fields.Choice("type", ["file", "directory"]) switch
            {
                "file" => FileType.File,
                "directory" => FileType.Directory,
                _ => null,
            },
            Modes = [.. fields.Texts("mode").Select(t => Mode(t, findings, values)).OfType<UnixFileMode>()],
            Owner = fields.Text("owner"),
            MinSize = least,
            MaxSize = most,
            Sha256 = Digest(fields, findings),
        };
        if (!check.Exists && map.Entries.FirstOrDefault(e => e.Key is not "path" and not "exists") is { } idle)
        {
            findings.Error(DiagnosticCodes.NotForThisStep, idle.At, $"A file that must not exist cannot have `{idle.Key}`.",
                $"Take out `{idle.Key}`, or `exists: false`.");
        }

        return check;
    }

    private static UnixFileMode? Mode(YamlText text, Findings findings, Substitution values)
    {
        if (values.HasOpen(text.Value))
            return null;
        if (text.Value.Length is 3 or 4 && text.Value.All(c => c is >= '0' and <= '7'))
            return (UnixFileMode)Convert.ToInt32(text.Value, 8);
        findings.Error(DiagnosticCodes.BadValue, text.At, $"`{text.Value}` is not a file mode.",
            "Write three or four octal digits, such as `\"0600\"`.");
        return null;
    }

    private static (long? Least, long? Most) Size(YamlFields fields, Findings findings, Substitution values)
    {
        long? least = null, most = null;
        if (fields.Node("size") is YamlMap map)
        {
            var size = new YamlFields(map, "a size", ["min", "max"], findings, values);
            (least, most) = (size.Number("min", 0, long.MaxValue), size.Number("max", 0, long.MaxValue));
        }
        else if (fields.Number("size", 0, long.MaxValue) is { } exact)
        {
            (least, most) = (exact, exact);
        }

        if (fields.Number("max-size", 0, long.MaxValue) is { } limit)
            most = Math.Min(most ?? limit, limit);
        if (least > most)
            findings.Error(DiagnosticCodes.BadNumber, fields.At("size"), $"No file has at least {least} and at most {most} bytes.",
                "Make `min` at most `max`.");
        return (least, most);
    }

    private static string? Digest(YamlFields fields, Findings findings)
    {
        if (fields.Closed("sha256") is not { } digest)
            return null;
        if (digest.Length == 64 && digest.All(char.IsAsciiHexDigit))
            return digest.ToLowerInvariant();
        findings.Error(DiagnosticCodes.BadValue, fields.At("sha256"), "`sha256` is not a digest.",
            "Write the 64 hex digits that `sha256sum` prints, in quotes.");
        return null;
    }
}
