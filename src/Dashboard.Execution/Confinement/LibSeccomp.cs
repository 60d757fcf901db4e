using System.Runtime.InteropServices;

namespace Dashboard.Execution.Confinement;

/// <summary>
/// What is used of libseccomp (seccomp(3) of its manual), which knows the numbers of system calls and writes the kernel's filter program.
/// </summary>
internal static unsafe partial class LibSeccomp
{
    public const uint Allow = 0x7FFF0000;

    /// <summary><c>SCMP_FLTATR_ACT_BADARCH</c>: the answer to calls of another architecture, such as those of 32-bit programs.</summary>
    public const int BadArchitecture = 2;

    /// <summary>
    /// <c>SCMP_FLTATR_CTL_OPTIMIZE</c>; 2 makes a binary tree, so that a call costs the same wherever it stands in the list.
    /// </summary>
    public const int Optimise = 8;

    /// <summary><c>SCMP_CMP_EQ</c> and <c>SCMP_CMP_MASKED_EQ</c>.</summary>
    public const int Equal = 4, MaskedEqual = 7;

    private const string Library = "libseccomp.so.2";

    /// <summary>The action that makes a call fail with this error number.</summary>
    public static uint Errno(ushort number) => 0x00050000u | number;

    [LibraryImport(Library, EntryPoint = "seccomp_init")]
    public static partial nint Init(uint defaultAction);

    [LibraryImport(Library, EntryPoint = "seccomp_release")]
    public static partial void Release(nint filter);

    [LibraryImport(Library, EntryPoint = "seccomp_attr_set")]
    public static partial int Set(nint filter, int attribute, uint value);

    /// <summary>
    /// A call's number; −1 for a name that this library does not know, other negative numbers for calls of other architectures.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "seccomp_syscall_resolve_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Number(string name);

    [LibraryImport(Library, EntryPoint = "seccomp_rule_add_array")]
    public static partial int Add(nint filter, uint action, int call, uint count, Condition* conditions);

    [LibraryImport(Library, EntryPoint = "seccomp_export_bpf")]
    public static partial int Export(nint filter, int descriptor);

    /// <summary><c>struct scmp_arg_cmp</c>.</summary>
    public readonly struct Condition(uint argument, int comparison, ulong a, ulong b = 0)
    {
        public readonly uint Argument = argument;
        public readonly int Comparison = comparison;
        public readonly ulong A = a;
        public readonly ulong B = b;
    }
}
