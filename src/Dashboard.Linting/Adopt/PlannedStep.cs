using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Adopt;

/// <summary>A step that a draft proposes for a fence.</summary>
internal sealed record PlannedStep(Candidate Of, string Id, StepKind Kind)
{
    /// <summary>The script, with all inputs by their names.</summary>
    public required string Script { get; init; }

    /// <summary>Its title; null when the heading above it is that.</summary>
    public string? Title { get; init; }

    /// <summary>The gate that it names; null when the one of its kind covers it.</summary>
    public string? Gate { get; init; }

    /// <summary>The step that tells whether it took effect; null when the document has none.</summary>
    public string? Verify { get; init; }

    /// <summary>Whether it can be skipped.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The line of the heading of its rollback; null when it belongs to none.</summary>
    public int? Rollback { get; init; }

    /// <summary>What stands in the braces behind the language.</summary>
    public string Attributes => string.Join(' ', new[]
    {
        $"#{Id}", $".{Kind.DisplayName()}", IsOptional ? "optional" : null, Gate is null ? null : $"gate={Gate}",
        Verify is null ? null : $"verify={Verify}", Title is null ? null : $"title=\"{Title}\"",
    }.Where(a => a is not null));
}
