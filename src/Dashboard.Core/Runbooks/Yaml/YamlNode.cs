using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Yaml;

/// <summary>A piece of YAML with its place in the file.</summary>
internal abstract record YamlNode(SourceLocation At)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Shape { get; }
}

/// <summary>A scalar, as it is written: <c>true</c>, <c>0600</c> and <c>30m</c> stay text until a reader asks for more.</summary>
internal sealed record YamlText(SourceLocation At, string Value, bool Plain) : YamlNode(At)
{
    /// <summary>Whether nothing was written: <c>key:</c>, <c>key: ~</c> or <c>key: null</c>.</summary>
    public bool IsNothing => Plain && Value is "" or "~" or "null";

    /// <inheritdoc/>
    public override string Shape => "a text";
}

/// <summary>A sequence.</summary>
internal sealed record YamlList(SourceLocation At, ImmutableArray<YamlNode> Items) : YamlNode(At)
{
    /// <inheritdoc/>
    public override string Shape => "a list";
}

/// <summary>A mapping. A key that stands twice is kept once.</summary>
internal sealed record YamlMap(SourceLocation At, ImmutableArray<YamlEntry> Entries) : YamlNode(At)
{
    /// <inheritdoc/>
    public override string Shape => "a mapping";
}

/// <summary>A key and its value.</summary>
internal sealed record YamlEntry(string Key, SourceLocation At, YamlNode Value);
