using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dashboard.Linting.Adopt;

/// <summary>A fence of a document as it is written, with what stands around it.</summary>
internal sealed partial record Listing
{
    /// <summary>The line that opens it, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>What stands before the fence on that line: indentation, quote marks, the mark of a list item.</summary>
    public required string Prefix { get; init; }

    /// <summary>The fence itself, such as three backticks.</summary>
    public required string Fence { get; init; }

    /// <summary>What stands behind the fence: its language, and what site generators read.</summary>
    public required string Info { get; init; }

    /// <summary>Its lines, without what stands before them.</summary>
    public required ImmutableArray<string> Body { get; init; }

    /// <summary>What stands before each of its lines; default when that cannot be told, as with tabs that are half a prefix.</summary>
    public required ImmutableArray<string> Prefixes { get; init; }

    /// <summary>Whether it is closed.</summary>
    public required bool IsClosed { get; init; }

    /// <summary>The headings above it.</summary>
    public required HeadingPath Headings { get; init; }

    /// <summary>The heading directly above it, which is its title; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The text of the paragraph directly above it; null for none.</summary>
    public string? Lead { get; init; }

    /// <summary>Whether it is for some hosts, or some cases, only: below such a heading, or in one of Hugo's tabs.</summary>
    public bool IsOptional => Headings.IsOptional || (Lead is not null && Tab().IsMatch(Lead));

    /// <summary>Its language in small letters; empty for none.</summary>
    public string Language => Info.Split([' ', '\t', '{', ','], 2)[0].Trim().ToLowerInvariant();

    /// <summary>What stands before lines that belong to it: the prefix with blanks for list marks.</summary>
    public string Indent => string.Concat(Prefix.Select(c => c is '>' or '\t' ? c : ' '));

    [GeneratedRegex(@"\{\{[<%]\s*tab\b", RegexOptions.CultureInvariant)]
    private static partial Regex Tab();
}
