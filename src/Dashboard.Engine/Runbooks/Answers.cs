using System.Collections.Concurrent;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// Remembers what was asked of the runbooks folder while something was worked out, and what the answers were: as long as it would answer
/// the same, what was worked out holds.
/// </summary>
/// <typeparam name="T">What the folder answers.</typeparam>
/// <param name="ask">Asks about a path.</param>
internal sealed class Answers<T>(Func<string, T> ask)
{
    private readonly ConcurrentDictionary<string, T> _given = new(StringComparer.Ordinal);

    /// <summary>Asks about a path.</summary>
    public T Of(string path) => _given.GetOrAdd(path, ask);

    /// <summary>Whether everything that was asked would be answered the same now.</summary>
    public bool StillHold(Func<string, T> now) => _given.All(g => EqualityComparer<T>.Default.Equals(now(g.Key), g.Value));
}
