using Dashboard.Core.Runbooks.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dashboard.Linting.Compose;

/// <summary>
/// Reads the YAML of a Compose file, for example <c>services: {api: &amp;api {image: x}, web: {&lt;&lt;: *api}}</c>. An alias shares the
/// node of its anchor, so nothing grows. Length, depth and the entries from merge keys are limited.
/// </summary>
/// <remarks>
/// Runbooks have a reader of their own, because it promises the opposite: it refuses anchors, aliases, merge keys and a second document,
/// keeps the first of two equal keys, and goes on after nesting that is too deep. Its nodes are values; these know their file, their tag
/// for merging and where their source begins and ends, and must not be compared by value.
/// </remarks>
internal sealed class ComposeReader
{
    /// <summary>No Compose file is longer than this, in characters.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>How deep it may nest, aliases followed.</summary>
    public const int MaxDepth = 48;

    private const int MaxProblems = 20;

    private readonly string _path;
    private readonly Parser _parser;
    private readonly Dictionary<string, ComposeNode> _anchors = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _problems = [];
    private readonly List<ComposeNode> _documents = [];
    private readonly List<ComposeText> _texts = [];
    private readonly WorkBudget _merging = new(MergeKeys.MaxEntries);

    private ComposeReader(string path, string text)
    {
        _path = path;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a file; whatever the text, this gives a file and says what is wrong with it.</summary>
    public static ComposeFile Read(string path, string text)
    {
        text = text.TrimStart('\uFEFF');
        var reader = new ComposeReader(path, text.Length > MaxLength ? "" : text);
        if (text.Length > MaxLength)
            reader.Problem(new(1, 1), $"The file has {text.Length} characters; at most {MaxLength} are read.",
                "Make it shorter, or split it.");
        try
        {
            reader.Stream();
        }
        catch (YamlException e)
        {
            reader.Problem(At(e.Start), $"The YAML cannot be read: {e.Message}",
                "Check the indentation, and quote texts that contain `: ` or `#`.");
        }
        catch (Exception e)
        {
            // Malformed text must never end in an exception, and the YAML library does not promise to throw its own type alone.
            reader.Problem(new(1, 1), $"The YAML cannot be read: {e.Message}",
                "Check the indentation, and quote texts with special characters.");
        }

        if (reader._merging.Exceeded)
            reader.Problem(new(1, 1), $"Merge keys bring in more than {MergeKeys.MaxEntries} entries.", "Use fewer merge keys.");
        return new(path, text, [.. reader._documents], [.. reader._texts], [.. reader._problems]);
    }

    private void Stream()
    {
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            _parser.Consume<DocumentStart>();
            _anchors.Clear();
            if (Node(0, false) is { IsNothing: false } root)
                _documents.Add(root);
            _parser.Consume<DocumentEnd>();
        }
    }

    /// <summary>Reads a node. Below <c>!override</c> Compose does not look for more tags, so <c>!reset</c> means nothing there.</summary>
    private ComposeNode Node(int depth, bool overridden)
    {
        var at = At(_parser.Current?.Start ?? Mark.Empty);
        // Even skipping what nests deeper takes the scanner quadratic time, so the file ends here.
        if (depth > MaxDepth)
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "it nests too deeply.");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Alias(alias, at, depth);
        var current = _parser.Consume<NodeEvent>();
        var anchor = current.Anchor.IsEmpty ? null : current.Anchor.Value;
        if (anchor is not null)
            _anchors.Remove(anchor);
        var tag = overridden || current.Tag.IsEmpty ? MergeTag.None : current.Tag.Value switch
        {
            "!reset" => MergeTag.Reset,
            "!override" => MergeTag.Override,
            _ => MergeTag.None,
        };
        var before = _texts.Count;
        ComposeNode node = current switch
        {
            Scalar scalar => Text(scalar, at, tag),
            SequenceStart => List(at, tag, depth, overridden || tag == MergeTag.Override),
            MappingStart => Map(at, tag, depth, overridden || tag == MergeTag.Override),
            _ => Nothing(at),
        };
        if (tag == MergeTag.Reset)
            _texts.RemoveRange(before, _texts.Count - before);
        if (anchor is not null)
            _anchors[anchor] = node;
        return node;
    }

    private ComposeText Text(Scalar scalar, SourceLocation at, MergeTag tag)
    {
        // With a tag that YAML does not know, such as `!override true`, Compose reads a text.
        var plain = scalar.Style == ScalarStyle.Plain
            && (scalar.Tag.IsEmpty || scalar.Tag.Value is "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null");
        var text = new ComposeText(_path, at, tag, scalar.Value, plain, (int)scalar.Start.Index, (int)scalar.End.Index);
        _texts.Add(text);
        return text;
    }

    private ComposeList List(SourceLocation at, MergeTag tag, int depth, bool overridden)
    {
        var items = new List<ComposeNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (Node(depth + 1, overridden) is { Tag: not MergeTag.Reset } item)
                items.Add(item);
        }

        return new(_path, at, tag, items);
    }

    private ComposeMap Map(SourceLocation at, MergeTag tag, int depth, bool overridden)
    {
        var entries = new OrderedDictionary<string, ComposeEntry>(StringComparer.Ordinal);
        var merged = new List<ComposeNode>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var texts = _texts.Count;
            var key = Node(depth + 1, true);
            _texts.RemoveRange(texts, _texts.Count - texts);
            var value = Node(depth + 1, overridden);
            if (key is not ComposeText { Value: var name } word)
                Problem(key.At, $"A key is {key.Shape} here.", "Write a word as the key.");
            else if (name == "<<" && word.Plain)
                merged.Add(value);
            else if (!entries.TryAdd(name, Entry(word, value)))
            {
                Problem(key.At, $"The key `{name}` appears twice.", "Keep one of them.");
                entries[name] = Entry(word, value);
            }
        }

        foreach (var source in merged)
            MergeKeys.Apply(entries, source, _merging, Problem);
        return new(_path, at, tag, entries);
    }

    private static ComposeEntry Entry(ComposeText key, ComposeNode value) =>
        new(key.Value, key.At, value.Tag == MergeTag.Reset ? null : value, value.Tag != MergeTag.None);

    private ComposeNode Alias(AnchorAlias alias, SourceLocation at, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            Problem(at, $"`*{alias.Value.Value}` does not name a complete value above it.",
                "Add that anchor to a value above, or write out the value.");
        else if (depth + node.Height > MaxDepth)
            Problem(at, "The YAML nests too deeply when aliases are followed.", "Use fewer levels.");
        else
            return node;
        return Nothing(at);
    }

    private ComposeText Nothing(SourceLocation at) => new(_path, at, MergeTag.None, "", true, 0, 0);

    private void Problem(SourceLocation at, string message, string remedy)
    {
        if (_problems.Count < MaxProblems)
            _problems.Add(new(LintCodes.BadCompose, DiagnosticSeverity.Error, at.Line, at.Column, message, remedy));
    }

    private static SourceLocation At(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
