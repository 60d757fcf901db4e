using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting.Adopt;

namespace Dashboard.Tests.Doubles;

/// <summary>Makes the drafts that a test hands it.</summary>
internal sealed class FakeAdoption : IRunbookAdoption
{
    /// <summary>What is made of every document; null for the document itself, as of one that has nothing to make a step of.</summary>
    public Adoption? Made { get; set; }

    public Task<Adoption> AdoptAsync(LibraryRunbook book, CancellationToken cancellation = default) => Task.FromResult(Made ?? new()
    {
        Text = "# Only prose\n",
        Runbook = book.Runbook,
        Doubts = [new(1, 1, "Nothing here can be a step.", "Write commands in ```bash fences.")],
        Findings = [],
        IsChanged = false,
    });
}
