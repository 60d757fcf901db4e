using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// Runbooks by the digest of their text, each read once. A text that does not come to an end in time is given up, and remembered as one
/// that takes too long: it is never tried again until it is changed. Its thread cannot be stopped; how much work a text can make of
/// itself is bounded where it is read.
/// </summary>
internal sealed class RunbookReadings(Func<string, string, Func<string, string?>, Runbook> parse, TimeSpan timeout, TimeProvider time)
{
    private readonly RecentlyUsed<(string Name, string Digest), Lazy<Task<(Runbook Runbook, Answers<string?> Files)>>> _read = new(500);

    /// <param name="time">The clock.</param>
    public RunbookReadings(TimeProvider time)
        : this((name, text, problem) => RunbookParser.Parse(name, text, problem), TimeSpan.FromSeconds(20), time)
    {
    }

    /// <summary>Keeps as many as a folder of this size needs.</summary>
    public void MakeRoom(int runbooks) => _read.MakeRoom(runbooks);

    /// <summary>The runbook, when it has been read; null when it has not, or when the files that it names are not what they were.</summary>
    public Runbook? Known(string name, string digest, Func<string, string?> fileProblem) =>
        _read.TryGet((name, digest), out var reading) && reading is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
            && reading.Value.Result is var (runbook, files) && files.StillHold(fileProblem) ? runbook : null;

    /// <summary>The runbook, read now if it has to be. However many ask, one reads.</summary>
    /// <param name="name">The file's path below the runbooks folder.</param>
    /// <param name="digest">SHA-256 of its bytes.</param>
    /// <param name="text">Its text.</param>
    /// <param name="fileProblem">Says what is wrong with a path below the runbooks folder.</param>
    public async Task<Runbook> ReadAsync(string name, string digest, Func<string> text, Func<string, string?> fileProblem)
    {
        var key = (name, digest);
        while (true)
        {
            var reading = _read.GetOrAdd(key, () => new(() => ParseAsync(name, text(), new(fileProblem))));
            var (runbook, files) = await reading.Value;
            if (files.StillHold(fileProblem))
                return runbook;
            _read.Remove(key, reading);
        }
    }

    private async Task<(Runbook, Answers<string?>)> ParseAsync(string name, string text, Answers<string?> files)
    {
        try
        {
            return (await Task.Run(() => parse(name, text, files.Of)).WaitAsync(timeout, time), files);
        }
        catch (TimeoutException)
        {
            return (new()
            {
                Title = MarkdownFile.TitleOf(name),
                Diagnostics = [new(DiagnosticCodes.TooComplex, DiagnosticSeverity.Error, 1, 1,
                    $"The file takes too long to read: more than {timeout.TotalSeconds:0} seconds.",
                    "Make it simpler: shorter paragraphs and tables, less nesting.")],
            }, new(files.Of));
        }
    }
}
