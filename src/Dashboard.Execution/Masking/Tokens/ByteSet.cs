namespace Dashboard.Execution.Masking.Tokens;

/// <summary>Some of the 256 bytes.</summary>
internal sealed class ByteSet
{
    private static readonly ByteSet[] Singles = [.. Enumerable.Range(0, 256).Select(b => new ByteSet(x => x == b))];
    private readonly bool[] _holds = new bool[256];

    /// <summary>The bytes for which something holds.</summary>
    public ByteSet(Func<int, bool> holds)
    {
        var members = new List<byte>();
        for (var b = 0; b < 256; b++)
        {
            if (!holds(b))
                continue;
            _holds[b] = true;
            members.Add((byte)b);
            Frequency += FrequencyOf(b);
        }

        Members = [.. members];
    }

    /// <summary>All of them.</summary>
    public static ByteSet Any { get; } = new(_ => true);

    /// <summary>The bytes.</summary>
    public byte[] Members { get; }

    /// <summary>How often one of them is met in logs, roughly.</summary>
    public double Frequency { get; }

    /// <summary>Whether a byte is one of them.</summary>
    public bool this[int b] => _holds[b];

    /// <summary>One byte.</summary>
    public static ByteSet Of(char c) => Singles[c];

    /// <summary>With the other case of its letters.</summary>
    public ByteSet Folded() => Array.Exists(Members, b => char.IsAsciiLetter((char)b))
        ? new(b => this[b] || (char.IsAsciiLetter((char)b) && this[b ^ 0x20]))
        : this;

    /// <summary>How often a byte is met in logs, roughly.</summary>
    public static double FrequencyOf(int b) => b switch
    {
        ' ' or 'e' or 't' or 'a' or 's' or 'i' or 'n' or 'o' or 'r' => 0.06,
        >= 'a' and <= 'z' => 0.02,
        >= '0' and <= '9' => 0.03,
        '.' or '-' or '/' or ':' or '"' or '=' => 0.02,
        >= 'A' and <= 'Z' or '_' => 0.006,
        _ => 0.003,
    };
}
