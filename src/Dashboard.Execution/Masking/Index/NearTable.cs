using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Execution.Masking.Index;

/// <summary>
/// Words that are asked for each byte of an output, at any place. A large one lies in one huge page where the kernel gives it (madvise(2)):
/// in small ones, wherever they happen to lie, some of them displace each other from the processor's caches, and a log goes at two thirds
/// of the speed in one process and not in the next.
/// </summary>
internal sealed partial class NearTable
{
    private const int HugePage = 2 << 20;
    private const int WantHuge = 14, CollapseNow = 25; // MADV_HUGEPAGE, MADV_COLLAPSE (Linux 6.1)

    private readonly ulong[] _words;
    private readonly int _from;

    /// <summary>Makes one; all of it is zero.</summary>
    /// <param name="length">How many words.</param>
    public NearTable(int length)
    {
        Length = length;
        var isLarge = length * sizeof(ulong) >= HugePage / 8;
        // Pinned, so that the place of the page is the table's as long as it lives. A page begins somewhere in twice its length.
        _words = isLarge ? GC.AllocateArray<ulong>(2 * HugePage / sizeof(ulong), pinned: true) : new ulong[length];
        if (!isLarge)
            return;
        var address = Address(_words);
        var page = (address + HugePage - 1) & ~(nint)(HugePage - 1);
        _from = (int)((page - address) / sizeof(ulong));
        // Either may be refused; then it is a table in small pages.
        _ = Advise(page, HugePage, WantHuge);
        _ = Advise(page, HugePage, CollapseNow);
    }

    /// <summary>How many words there are.</summary>
    public int Length { get; }

    /// <summary>The first word; the others follow it.</summary>
    public ref ulong Start => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_words), _from);

    /// <summary>A word.</summary>
    public ref ulong this[ulong at] => ref _words[(ulong)_from + at];

    private static unsafe nint Address(ulong[] pinned) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint length, int advice);
}
