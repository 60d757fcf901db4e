namespace Dashboard.Engine.Execution.Masking;

/// <summary>What the end of a pattern means.</summary>
[Flags]
internal enum PatternMeaning : byte
{
    /// <summary>Nothing ends here.</summary>
    None = 0,

    /// <summary>A secret ends here.</summary>
    Secret = 1,

    /// <summary>A private key begins after this line.</summary>
    KeyBegin = 2,

    /// <summary>A private key ends with this line.</summary>
    KeyEnd = 4,
}

/// <summary>
/// Aho and Corasick's automaton (CACM 18(6), 1975) over bytes: in each state it knows the longest end of the text that some pattern begins with.
/// Sparse: a state keeps its few ways on as a linked list, so that a key's dozens of encodings cost some megabytes and not hundreds.
/// </summary>
internal sealed class PatternAutomaton
{
    private readonly List<Node> _nodes = [new()];
    private readonly int[] _root = new int[256];
    private readonly ulong[] _starts = new ulong[1 << 10];

    /// <summary>Makes the automaton.</summary>
    /// <param name="patterns">At least four bytes each.</param>
    public PatternAutomaton(IEnumerable<(byte[] Bytes, PatternMeaning Meaning)> patterns)
    {
        foreach (var (bytes, meaning) in patterns)
            Add(bytes, meaning);
        Link();
    }

    /// <summary>The state after one more byte. The first state is 0.</summary>
    public int Next(int state, byte b)
    {
        while (state != 0)
        {
            for (var edge = _nodes[state].FirstChild; edge != 0; edge = _nodes[edge].Sibling)
            {
                if (_nodes[edge].Byte == b)
                    return edge;
            }

            state = _nodes[state].Fail;
        }

        return _root[b];
    }

    /// <summary>How many bytes of the text's end are the beginning of a pattern.</summary>
    public int Depth(int state) => _nodes[state].Depth;

    /// <summary>The length of the longest secret that ends here; 0 for none.</summary>
    public int SecretLength(int state) => _nodes[state].SecretLength;

    /// <summary>What ends here.</summary>
    public PatternMeaning Meaning(int state) => _nodes[state].Meaning;

    /// <summary>Whether some pattern may begin with these four bytes. May say yes when none does, never no when one does.</summary>
    public bool MayStartWith(uint four) => (_starts[Slot(four) >> 6] & (1UL << (int)(Slot(four) & 63))) != 0;

    private static uint Slot(uint four) => (four * 0x9E3779B1u) >> 16;

    private void Add(byte[] bytes, PatternMeaning meaning)
    {
        var state = 0;
        foreach (var b in bytes)
        {
            var child = Child(state, b);
            if (child == 0)
            {
                child = _nodes.Count;
                _nodes.Add(new() { Byte = b, Depth = _nodes[state].Depth + 1, Sibling = _nodes[state].FirstChild });
                _nodes[state] = _nodes[state] with { FirstChild = child };
                if (state == 0)
                    _root[b] = child;
            }

            state = child;
        }

        var secret = meaning == PatternMeaning.Secret ? bytes.Length : _nodes[state].SecretLength;
        _nodes[state] = _nodes[state] with { Meaning = _nodes[state].Meaning | meaning, SecretLength = secret };
        var four = ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
        _starts[Slot(four) >> 6] |= 1UL << (int)(Slot(four) & 63);
    }

    private int Child(int state, byte b)
    {
        if (state == 0)
            return _root[b];
        var edge = _nodes[state].FirstChild;
        while (edge != 0 && _nodes[edge].Byte != b)
            edge = _nodes[edge].Sibling;
        return edge;
    }

    // Breadth first: when a state is reached, the shorter one it falls back to is finished.
    private void Link()
    {
        var queue = new Queue<int>(_root.Where(child => child != 0));
        while (queue.TryDequeue(out var state))
        {
            for (var child = _nodes[state].FirstChild; child != 0; child = _nodes[child].Sibling)
            {
                var fail = Next(_nodes[state].Fail, _nodes[child].Byte);
                _nodes[child] = _nodes[child] with
                {
                    Fail = fail,
                    Meaning = _nodes[child].Meaning | _nodes[fail].Meaning,
                    SecretLength = Math.Max(_nodes[child].SecretLength, _nodes[fail].SecretLength),
                };
                queue.Enqueue(child);
            }
        }
    }

    private readonly record struct Node(
        byte Byte, PatternMeaning Meaning, int Depth, int SecretLength, int Fail, int FirstChild, int Sibling);
}
