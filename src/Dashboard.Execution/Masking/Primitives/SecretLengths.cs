namespace Dashboard.Execution.Masking.Primitives;

/// <summary>How long a secret must be, and may be, to be looked for.</summary>
internal static class SecretLengths
{
    /// <summary>A secret shorter than this, in bytes without white space, would mask half of every output.</summary>
    public const int Shortest = 6;

    /// <summary>A single line of a secret file is looked for by itself from this length on.</summary>
    public const int ShortestLine = 16;

    /// <summary>The most bytes of secrets that are looked for: files and the values in them.</summary>
    public const int Most = 16 << 20;
}
