
namespace Dashboard.Engine.Ports;

/// <summary>What there is to choose from in the filters.</summary>
public sealed record EvidenceFacets(
    IReadOnlyList<string> Slugs, IReadOnlyList<string> Targets, IReadOnlyList<string> People, IReadOnlyList<string> Steps);
