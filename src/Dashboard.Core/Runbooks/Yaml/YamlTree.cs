using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dashboard.Core.Runbooks.Yaml;

/// <summary>
/// Reads YAML 1.2 into a small tree with places. Anchors, aliases and merge keys are refused rather than followed, so no text grows
/// larger than it is written; nesting ends at <see cref="MaxDepth"/>.
/// </summary>
internal sealed class YamlTree
{
    /// <summary>How deep mappings and lists may nest. The format itself needs four levels.</summary>
    public const int MaxDepth = 16;

    /// <summary>No YAML is longer than this, in characters.</summary>
    public const int MaxLength = 32 * 1024;

    private const int MostBrackets = 200;

    private readonly Findings _findings;
    private readonly int _lineOffset;
    private readonly Parser _parser;

    private YamlTree(string text, int firstLine, Findings findings)
    {
        _findings = findings;
        _lineOffset = firstLine - 1;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads one YAML document, for example <c>name: web\nmounts:\n  - target: /run</c>.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="firstLine">The line of the file that its first line stands on.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    /// <returns>Null when it is empty or cannot be read.</returns>
    public static YamlNode? Read(string text, int firstLine, Findings findings)
    {
        if (text.Length > MaxLength)
        {
            findings.Error(DiagnosticCodes.TooLong, new(firstLine, 1),
                $"The YAML has {text.Length} characters; at most {MaxLength} are read.", "Make it shorter.");
            return null;
        }

        // The library's work grows with the square of the depth, long before anything is read.
        if (Depth(text) > MostBrackets)
        {
            findings.Error(DiagnosticCodes.BadYaml, new(firstLine, 1), "The YAML nests too deeply.", "Write it flat.");
            return null;
        }

        try
        {
            return new YamlTree(text, firstLine, findings).Document();
        }
        catch (YamlException e)
        {
            findings.Error(DiagnosticCodes.BadYaml, new(firstLine - 1 + (int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column)),
                $"The YAML cannot be read: {e.Message}",
                "Mind the indentation, and quote texts that hold `: `, `#` or begin with a special character.");
            return null;
        }
        catch (Exception e)
        {
            // Malformed text must never end in an exception, and the YAML library does not promise to throw its own type alone.
            findings.Error(DiagnosticCodes.BadYaml, new(firstLine, 1),
                $"The YAML cannot be read: {e.Message}", "Mind the indentation, and quote texts with special characters.");
            return null;
        }
    }

    // Brackets in texts count, too: nobody writes so many that are not closed.
    private static int Depth(string text)
    {
        var (depth, most) = (0, 0);
        foreach (var c in text)
        {
            depth = c is '[' or '{' ? depth + 1 : c is ']' or '}' ? Math.Max(0, depth - 1) : depth;
            most = Math.Max(most, depth);
        }

        return most;
    }

    private YamlNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = Node(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.TryConsume<StreamEnd>(out _))
        {
            _findings.Error(DiagnosticCodes.BadYaml, At(_parser.Current!.Start), "A second YAML document begins here.",
                "Write one document only.");
        }

        return root is YamlText { IsNothing: true } ? null : root;
    }

    private YamlNode? Node(int depth)
    {
        var at = At(_parser.Current is { } current ? current.Start : Mark.Empty);
        if (_parser.Current is NodeEvent { Anchor.IsEmpty: false })
            _findings.Error(DiagnosticCodes.YamlAlias, at, "YAML anchors are not read.", "Write the value out.");
        if (depth > MaxDepth)
        {
            _findings.Error(DiagnosticCodes.BadYaml, at, "The YAML nests too deeply.", "Write it flat.");
            _parser.SkipThisAndNestedEvents();
            return null;
        }

        switch (_parser.Consume<ParsingEvent>())
        {
            case Scalar scalar:
                return new YamlText(at, scalar.Value, scalar.Style == ScalarStyle.Plain);
            case SequenceStart:
                var items = ImmutableArray.CreateBuilder<YamlNode>();
                while (!_parser.TryConsume<SequenceEnd>(out _))
                {
                    if (Node(depth + 1) is { } item)
                        items.Add(item);
                }

                return new YamlList(at, items.ToImmutable());
            case MappingStart:
                return Map(at, depth);
            case AnchorAlias:
                _findings.Error(DiagnosticCodes.YamlAlias, at, "YAML aliases are not read.", "Write the value out.");
                return null;
            default:
                return null;
        }
    }

    private YamlMap Map(SourceLocation at, int depth)
    {
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        var order = new List<string>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlText { Value: var name })
            {
                if (key is not null)
                    _findings.Error(DiagnosticCodes.WrongShape, key.At, $"A key is {key.Shape} here.", "Write a word as the key.");
                continue;
            }

            if (!entries.TryAdd(name, new(name, key.At, value ?? new YamlText(key.At, "", true))))
                _findings.Error(DiagnosticCodes.DuplicateKey, key.At, $"The key `{name}` appears twice.", "Keep one of them.");
            else
                order.Add(name);
        }

        return new(at, [.. order.Select(name => entries[name])]);
    }

    private SourceLocation At(Mark mark) => new(_lineOffset + (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
