namespace Dashboard.Engine.Runbooks;

/// <summary>
/// Keeps what was used last. What is kept for each runbook of a folder must have room for all of them: otherwise a list that asks for every
/// one throws out what it will ask for next, and never comes to rest.
/// </summary>
/// <typeparam name="TKey">By what it is found.</typeparam>
/// <typeparam name="TValue">What is kept.</typeparam>
/// <param name="least">How many are kept, however few runbooks there are.</param>
internal sealed class RecentlyUsed<TKey, TValue>(int least)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _kept = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = [];
    private int _room;

    /// <summary>Keeps twice as many from now on: each runbook as it is, and as it was before the last change.</summary>
    public void MakeRoom(int runbooks) => Volatile.Write(ref _room, 2 * runbooks);

    /// <summary>What is kept, when it is.</summary>
    public bool TryGet(TKey key, out TValue value)
    {
        lock (_lock)
        {
            value = _kept.TryGetValue(key, out var node) ? Used(node) : default!;
            return node is not null;
        }
    }

    /// <summary>What is kept; what is made now when nothing is.</summary>
    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        lock (_lock)
            return _kept.TryGetValue(key, out var node) ? Used(node) : Add(key, make());
    }

    /// <summary>Keeps something, in place of what was kept under the same key.</summary>
    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (_kept.Remove(key, out var node))
                _order.Remove(node);
            Add(key, value);
        }
    }

    /// <summary>Forgets something, unless it was replaced meanwhile.</summary>
    public void Remove(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (!_kept.TryGetValue(key, out var node) || !EqualityComparer<TValue>.Default.Equals(node.Value.Value, value))
                return;
            _kept.Remove(key);
            _order.Remove(node);
        }
    }

    private TValue Used(LinkedListNode<(TKey Key, TValue Value)> node)
    {
        _order.Remove(node);
        _order.AddFirst(node);
        return node.Value.Value;
    }

    private TValue Add(TKey key, TValue value)
    {
        _kept[key] = _order.AddFirst((key, value));
        while (_kept.Count > Math.Max(least, Volatile.Read(ref _room)) && _order.Last is { } oldest)
        {
            _kept.Remove(oldest.Value.Key);
            _order.RemoveLast();
        }

        return value;
    }
}
