using System.Text;
using System.Text.Json;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Engine.Linting;

/// <summary>Scripts one behind the other, with a marker behind each.</summary>
internal sealed class ScriptBatch
{
    private const int MostScripts = 256, MostCharacters = 256 * 1024;

    private readonly int[] _markers;

    public ScriptBatch(string[] texts)
    {
        var text = new StringBuilder();
        _markers = new int[texts.Length];
        var line = 1;
        for (var i = 0; i < texts.Length; i++)
        {
            text.Append(texts[i]);
            if (!texts[i].EndsWith('\n'))
                text.Append('\n');
            line += texts[i].Count(c => c == '\n') + (texts[i].EndsWith('\n') ? 0 : 1);
            _markers[i] = line++;
            text.Append(Marker(i)).Append('\n');
        }

        Text = text.ToString();
    }

    /// <summary>All of them, as shfmt reads them.</summary>
    public string Text { get; }

    /// <summary>The batches in which scripts are read: not too many, since shfmt prints a hundred times what it reads.</summary>
    public static IEnumerable<string[]> Split(IEnumerable<string> texts)
    {
        var batch = new List<string>();
        var size = 0;
        foreach (var text in texts)
        {
            if (batch.Count > 0
                && (batch.Count == MostScripts || size + text.Length > MostCharacters || Reaches(text) || Reaches(batch[^1])))
            {
                yield return [.. batch];
                batch.Clear();
                size = 0;
            }

            batch.Add(text);
            size += text.Length;
        }

        if (batch.Count > 0)
            yield return [.. batch];
    }

    /// <summary>Whether a script ends with a backslash, which would take the line behind it along.</summary>
    private static bool Reaches(string text) => text.AsSpan().TrimEnd("\r\n").EndsWith('\\');

    /// <summary>The scripts' trees; null when a marker is not where it should be.</summary>
    public ShellReading[]? Take(byte[] output, ShellOperators operators, JsonDocumentOptions options)
    {
        try
        {
            using var json = JsonDocument.Parse(output, options);
            var readings = new ShellReading[_markers.Length];
            var statements = new List<JsonElement>();
            var next = 0;
            foreach (var statement in json.RootElement.GetProperty("Stmts").EnumerateArray())
            {
                if (next < _markers.Length && IsMarker(statement, next))
                {
                    readings[next] = new ShellTreeReader(operators, next == 0 ? 0 : _markers[next - 1]).Read(statements);
                    statements.Clear();
                    next++;
                }
                else
                {
                    statements.Add(statement);
                }
            }

            return next == _markers.Length ? readings : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsMarker(JsonElement statement, int number) =>
        statement.GetProperty("Pos").GetProperty("Line").GetInt32() == _markers[number]
        && !statement.TryGetProperty("Redirs", out _)
        && statement.TryGetProperty("Cmd", out var command) && command.GetProperty("Type").GetString() == "CallExpr"
        && command.TryGetProperty("Args", out var words) && words.GetArrayLength() == 2
        && words[1].GetProperty("Parts")[0].TryGetProperty("Value", out var text) && text.GetString() == Marker(number)[2..];

    private static string Marker(int number) => $": end-of-script-{number}";
}
