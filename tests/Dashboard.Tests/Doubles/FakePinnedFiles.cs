using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Tests.Doubles;

/// <summary>What a run pinned, as a test has it.</summary>
internal sealed class FakePinnedFiles : IPinnedFiles
{
    public List<PinnedText> Files { get; } = [];

    public List<string> Gone { get; } = [];

    public RunSummary? Previous { get; set; }

    public bool Broken { get; set; }

    public void Add(string path, string text, string? since = null, string difference = "") =>
        Files.Add(new(new(path, Digests.Of(text), text.Length, false), text, null, since, difference));

    public Task<PinnedTexts> OfAsync(long number, RunState run, string gateId, CancellationToken cancellation = default) => Broken
        ? Task.FromException<PinnedTexts>(new InvalidOperationException("The disk is gone."))
        : Task.FromResult(new PinnedTexts([.. Files], Previous, [.. Gone]));
}
