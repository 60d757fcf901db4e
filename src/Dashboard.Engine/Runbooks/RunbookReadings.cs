using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// Runbooks by the digest of their text, each read once. A text that does not come to an end in time is given up, and remembered as one
/// that takes too long: it is never tried again until it is changed. Its thread cannot be stopped; how much work a text can make of
/// itself is bounded where it is read.
/// </summary>
internal sealed class RunbookReadings(Func<string, string, FolderReads, Runbook> parse, TimeSpan timeout, TimeProvider time)
{
    private readonly RecentlyUsed<(string Name, string Digest), Lazy<Task<(Runbook Runbook, ReadingAnswers Folder)>>> _read = new(500);

    /// <param name="time">The clock.</param>
    public RunbookReadings(TimeProvider time)
        : this((name, text, folder) => RunbookParser.Parse(name, text, folder.FileProblem, folder.Part), TimeSpan.FromSeconds(20), time)
    {
    }

    /// <summary>Keeps as many as a folder of this size needs.</summary>
    public void MakeRoom(int runbooks) => _read.MakeRoom(runbooks);

    /// <summary>The runbook, when it has been read; null when it has not, or when the files that it names are not what they were.</summary>
    public Runbook? Known(string name, string digest, FolderReads folder) =>
        _read.TryGet((name, digest), out var reading) && reading is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
            && reading.Value.Result is var (runbook, answers) && answers.StillHold(folder) ? runbook : null;

    /// <summary>The runbook, read now if it has to be. However many ask, one reads.</summary>
    /// <param name="name">The file's path below the runbooks folder.</param>
    /// <param name="digest">SHA-256 of its bytes.</param>
    /// <param name="text">Its text.</param>
    /// <param name="folder">The folder around it.</param>
    public async Task<Runbook> ReadAsync(string name, string digest, Func<string> text, FolderReads folder)
    {
        var key = (name, digest);
        while (true)
        {
            var reading = _read.GetOrAdd(key, () => new(() => ParseAsync(name, text(), new(folder))));
            var (runbook, answers) = await reading.Value;
            if (answers.StillHold(folder))
                return runbook;
            _read.Remove(key, reading);
        }
    }

    private async Task<(Runbook, ReadingAnswers)> ParseAsync(string name, string text, ReadingAnswers answers)
    {
        try
        {
            var folder = new FolderReads(answers.FileProblem, answers.Part);
            return (await Task.Run(() => parse(name, text, folder)).WaitAsync(timeout, time), answers);
        }
        catch (TimeoutException)
        {
            return (new()
            {
                Title = MarkdownFile.TitleOf(name),
                Diagnostics = [new(DiagnosticCodes.TooComplex, DiagnosticSeverity.Error, 1, 1,
                    $"The file takes too long to read: more than {timeout.TotalSeconds:0} seconds.",
                    "Make it simpler: shorter paragraphs and tables, less nesting.")],
            }, answers);
        }
    }
}
