using System.Collections.Immutable;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>A document as it was walked, with what it includes.</summary>
/// <param name="Blocks">Its pieces, in their order.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Sections">The sections that hold steps.</param>
/// <param name="Anchors">The anchors of all headings.</param>
/// <param name="Links">The links of what it includes.</param>
/// <param name="Images">The images of what it includes.</param>
/// <param name="Each">By the anchor of a section that is repeated: what says so.</param>
internal sealed record ReadDocument(
    ImmutableArray<DocumentBlock> Blocks, List<StepDraft> Steps, ImmutableArray<Section> Sections, ImmutableHashSet<string> Anchors,
    List<DocumentLink> Links, List<string> Images, IReadOnlyDictionary<string, Pair> Each);
