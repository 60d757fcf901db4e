namespace Dashboard.Engine.Evidence.Bundles;

/// <summary>
/// How large the parts of a bundle may be: a bundle comes from elsewhere, and a small zip can stand for any number of bytes, files and
/// lines. What is larger is a finding. The parts that are read before the signature is known to be good are the small ones.
/// </summary>
internal static class BundleLimits
{
    /// <summary>The list of files inside a zip, in bytes: 90,000 files with the names that outputs have.</summary>
    public const int Listing = 8 << 20;

    /// <summary>How many files there may be.</summary>
    public const int Files = 100_000;

    /// <summary>How deep folders may lie in each other.</summary>
    public const int Depth = 16;

    /// <summary>The file of sums, in bytes: a line for each file.</summary>
    public const int Sums = 16 << 20;

    /// <summary>
    /// A line of the ledger, in bytes: an entry, of which the largest holds a few texts of 10,000 characters or a list of pinned files.
    /// </summary>
    public const int Line = 4 << 20;

    /// <summary>Any other file, unpacked, in bytes. It is read in pieces; this bounds the time that reading takes.</summary>
    public const long File = 1L << 36;
}
