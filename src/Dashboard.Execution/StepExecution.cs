using System.Collections.Immutable;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;

namespace Dashboard.Execution;

/// <summary>All that a runner needs to carry out one attempt.</summary>
public sealed record StepExecution
{
    /// <summary>The step, as pinned with the run.</summary>
    public required Step Step { get; init; }

    /// <summary>The attempt's id.</summary>
    public required string AttemptId { get; init; }

    /// <summary>The folder that holds the run's pinned files, laid out as in the runbooks folder. The step's working directory.</summary>
    public required string Folder { get; init; }

    /// <summary>The whole environment of the step: nothing else is inherited.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>The host it runs on, as the settings name it.</summary>
    public required Target Target { get; init; }

    /// <summary>What the runner made ready for it (<see cref="IStepRunner.PrepareAsync"/>); null when it has to do so itself.</summary>
    public IDisposable? Ready { get; init; }
}
