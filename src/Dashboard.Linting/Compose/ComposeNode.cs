using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Compose;

/// <summary>What a value says about the files below it: <c>!reset</c> and <c>!override</c> of Compose.</summary>
internal enum MergeTag
{
    /// <summary>Merge.</summary>
    None,

    /// <summary>Take the key away.</summary>
    Reset,

    /// <summary>Take away what lies below, and put this there.</summary>
    Override,
}

/// <summary>
/// A piece of a Compose file that knows where it was written, also after files were merged. These are classes without value equality on
/// purpose: an alias shares the node of its anchor, and comparing such trees by value takes time without bound.
/// </summary>
internal abstract class ComposeNode(string file, SourceLocation at, MergeTag tag, int height)
{
    /// <summary>The file that it stands in.</summary>
    public string File { get; } = file;

    /// <summary>Where in that file.</summary>
    public SourceLocation At { get; } = at;

    /// <summary>What it says about the files below.</summary>
    public MergeTag Tag { get; } = tag;

    /// <summary>How many levels it has, aliases followed.</summary>
    public int Height { get; } = height;

    /// <summary>What it is, for messages.</summary>
    public abstract string Shape { get; }

    /// <summary>
    /// Whether nothing was written: <c>key:</c>, <c>key: ~</c> or <c>key: null</c>. Compose merges that as if the key were not there.
    /// </summary>
    public virtual bool IsNothing => false;
}

/// <summary>A scalar, as it is written.</summary>
/// <param name="file">The file.</param>
/// <param name="at">Its place.</param>
/// <param name="tag">Its merge tag.</param>
/// <param name="value">Its text, quotes and escapes resolved.</param>
/// <param name="plain">Whether it stands without quotes and without a tag that makes it a string.</param>
/// <param name="from">Where its source begins in the file's text.</param>
/// <param name="to">Where its source ends.</param>
internal sealed class ComposeText(string file, SourceLocation at, MergeTag tag, string value, bool plain, int from, int to)
    : ComposeNode(file, at, tag, 1)
{
    public string Value { get; } = value;

    public bool Plain { get; } = plain;

    public int From { get; } = from;

    public int To { get; } = to;

    /// <summary>
    /// Whether YAML reads it as true. <c>yes</c> and <c>on</c> are texts in YAML 1.2, and what Compose makes of them depends on its
    /// version.
    /// </summary>
    public bool IsTrue => Plain && Value is "true" or "True" or "TRUE";

    /// <summary>Whether no reader of YAML takes it for true: used where anything but a clear no is dangerous.</summary>
    public bool IsFalse => IsNothing || Value.ToUpperInvariant() is "FALSE" or "NO" or "OFF" or "N" or "0" or "";

    public override bool IsNothing => Plain && Value is "" or "~" or "null" or "Null" or "NULL";

    public override string Shape => IsNothing ? "empty" : "a text";
}

/// <summary>A sequence.</summary>
internal sealed class ComposeList(string file, SourceLocation at, MergeTag tag, IReadOnlyList<ComposeNode> items)
    : ComposeNode(file, at, tag, 1 + items.Select(i => i.Height).DefaultIfEmpty().Max())
{
    public IReadOnlyList<ComposeNode> Items { get; } = items;

    public override string Shape => "a list";
}

/// <summary>A key and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="At">Where the key stands.</param>
/// <param name="Value">Null when <c>!reset</c> takes the key away.</param>
/// <param name="Clears">Whether what the files below say under the key is dropped.</param>
internal sealed record ComposeEntry(string Key, SourceLocation At, ComposeNode? Value, bool Clears);

/// <summary>A mapping, merge keys followed.</summary>
internal sealed class ComposeMap(string file, SourceLocation at, MergeTag tag, OrderedDictionary<string, ComposeEntry> entries)
    : ComposeNode(file, at, tag, 1 + entries.Values.Select(e => e.Value?.Height ?? 0).DefaultIfEmpty().Max())
{
    /// <summary>The entries by key, also those that only take something away.</summary>
    public OrderedDictionary<string, ComposeEntry> Entries { get; } = entries;

    public override string Shape => "a mapping";

    /// <summary>The value of a key; null when it is missing, taken away, or empty.</summary>
    public ComposeNode? this[string key] => Entries.TryGetValue(key, out var entry)
        && entry.Value is { IsNothing: false } value ? value : null;

    /// <summary>The text of a key; null when there is none.</summary>
    public ComposeText? Text(string key) => this[key] as ComposeText;

    /// <summary>The mapping of a key; null when there is none.</summary>
    public ComposeMap? Map(string key) => this[key] as ComposeMap;

    /// <summary>The items of a key's list; none when there is no list.</summary>
    public IReadOnlyList<ComposeNode> Items(string key) => (this[key] as ComposeList)?.Items ?? [];

    /// <summary>The mappings by name that a key holds, such as the services.</summary>
    public IEnumerable<(string Name, ComposeMap Map)> Maps(string key) =>
        Map(key)?.Entries.Values.Where(e => e.Value is ComposeMap).Select(e => (e.Key, (ComposeMap)e.Value!)) ?? [];
}
