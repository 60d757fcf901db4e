using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Dashboard.Execution.Scripts;

/// <summary>
/// The scripts of the attempts under way, a file in a folder of its own each, below <c>work</c> in the data folder: so that a script's text
/// is never an argument that others can read, and never limited in length.
/// </summary>
internal sealed class ScriptFiles(IOptions<ExecutionOptions> options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Task> _going = new(StringComparer.Ordinal);

    private string Root => Path.Combine(Path.GetFullPath(options.Value.Data), "work");

    /// <summary>The file into which an attempt's script writes values for later steps.</summary>
    public string OutputOf(string attemptId) => Path.Combine(Root, attemptId + ".output");

    /// <summary>Removes that file. It stays from the first try on, so that whoever follows it never sees it go.</summary>
    public void RemoveOutput(string attemptId) => File.Delete(OutputOf(attemptId));

    /// <summary>Lays a script out.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="name">What its file is called.</param>
    /// <param name="text">The script.</param>
    /// <param name="writes">Whether it writes values for later steps: then there is an empty file for them.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="IOException">It cannot be written, nor</exception>
    /// <exception cref="UnauthorizedAccessException">by this account.</exception>
    public async Task<string> LayAsync(string attemptId, string name, string text, bool writes = false)
    {
        // The try before this one may be going still.
        if (_going.TryGetValue(attemptId, out var going))
            await going;
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(Root, attemptId)).FullName, name);
        await File.WriteAllTextAsync(script, text, CancellationToken.None);
        if (writes)
            await File.WriteAllBytesAsync(OutputOf(attemptId), [], CancellationToken.None);
        return script;
    }

    /// <summary>Removes what was laid out for an attempt, soon: its end need not wait for the disk once more.</summary>
    public void RemoveSoon(string attemptId)
    {
        var going = _going[attemptId] = Task.Run(() => Remove(Path.Combine(Root, attemptId)));
        // Itself alone: the next try may have put its own there by then, and the one after that waits for it.
        going.ContinueWith(_ => _going.TryRemove(new(attemptId, going)), TaskScheduler.Default);
    }

    /// <summary>Removes what a server that was killed left. No other uses the folder: a server holds it alone.</summary>
    public void RemoveAll() => Remove(Root);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_going.Values);

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was never made, or the disk does not let go of it: the next start tries again.
        }
    }
}
