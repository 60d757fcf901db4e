using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dashboard.Linting.Team;

/// <summary>Reads the YAML of <c>lint.yaml</c> into nodes that know their places. Anchors, aliases and tags are refused.</summary>
internal static class TeamYaml
{
    private const int MaxDepth = 6;

    /// <summary>Reads a text.</summary>
    /// <returns>The root; null for an empty file.</returns>
    /// <exception cref="YamlException">It is no YAML, or has parts that are refused. The place is in the exception.</exception>
    public static TeamNode? Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
            return null;
        parser.Consume<DocumentStart>();
        var root = Node(parser, 0);
        parser.Consume<DocumentEnd>();
        if (parser.Current is not StreamEnd)
            throw new YamlException(parser.Current!.Start, parser.Current.End, "A second document begins.");
        return root;
    }

    private static TeamNode Node(Parser parser, int depth)
    {
        var at = parser.Current!.Start;
        var place = new SourceLocation((int)at.Line, (int)at.Column);
        if (depth > MaxDepth)
            throw new YamlException(at, at, "It nests too deeply.");
        if (parser.Current is AnchorAlias || parser.Current is NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false })
            throw new YamlException(at, at, "Anchors, aliases and tags are not read.");
        if (parser.TryConsume<Scalar>(out var scalar))
            return new(place) { Text = scalar.Value };
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = ImmutableArray.CreateBuilder<TeamNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Node(parser, depth + 1));
            return new(place) { Items = items.ToImmutable() };
        }

        parser.Consume<MappingStart>();
        var entries = ImmutableArray.CreateBuilder<(TeamNode, TeamNode)>();
        while (!parser.TryConsume<MappingEnd>(out _))
            entries.Add((Node(parser, depth + 1), Node(parser, depth + 1)));
        return new(place) { Entries = entries.ToImmutable() };
    }
}
