using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Execution.Processes;

/// <summary>
/// A terminal for a process to write to (pty(7)): one stream, in the order in which it was written. It shows nothing of what is typed,
/// since nobody types, and leaves line ends as they are. It is nobody's controlling terminal: what would ask a question at <c>/dev/tty</c>
/// fails at once instead of waiting for an answer until the step's time is over.
/// </summary>
internal sealed unsafe partial class PseudoTerminal : IDisposable
{
    public const int Rows = 40, Columns = 120;

    private const int ReadWrite = 2, NoControl = 0x100, CloseOnExec = 0x80000, PathMax = 64;
    private const nuint SetSize = 0x5414;

    // termios(3): four words of flags, of which these are the second and the fourth.
    private const int OutputFlags = 1, LocalFlags = 3, TermiosSize = 64;
    private const uint NewLines = 0x4, Echoes = 0x8 | 0x10 | 0x20 | 0x40 | 0x200 | 0x400 | 0x800;

    private PseudoTerminal(SafeFileHandle reading, SafeFileHandle writing, string name) =>
        (Reading, Writing, Name) = (reading, writing, name);

    /// <summary>Where the server reads what was written; its end is an error (EIO) when nobody has the other end any more.</summary>
    public SafeFileHandle Reading { get; }

    /// <summary>Where the process writes.</summary>
    public SafeFileHandle Writing { get; }

    /// <summary>Its path, as <c>/proc/PID/fd</c> shows it.</summary>
    public string Name { get; }

    /// <summary>Makes one.</summary>
    /// <exception cref="IOException">There can be none; the message says why.</exception>
    public static PseudoTerminal Open()
    {
        var reading = Handle(Master(ReadWrite | NoControl | CloseOnExec));
        try
        {
            var name = stackalloc byte[PathMax];
            if (Unlock((int)reading.DangerousGetHandle()) != 0 || NameOf((int)reading.DangerousGetHandle(), name, PathMax) != 0)
                throw Problem();
            var path = Marshal.PtrToStringUTF8((nint)name)!;
            var writing = Handle(OpenPath(path, ReadWrite | NoControl | CloseOnExec));
            SetUp((int)writing.DangerousGetHandle());
            return new(reading, writing, path);
        }
        catch
        {
            reading.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Reading.Dispose();
        Writing.Dispose();
    }

    private static void SetUp(int terminal)
    {
        var modes = stackalloc uint[TermiosSize];
        if (GetModes(terminal, modes) != 0)
            throw Problem();
        modes[OutputFlags] &= ~NewLines;
        modes[LocalFlags] &= ~Echoes;
        var size = stackalloc ushort[4] { Rows, Columns, 0, 0 };
        if (SetModes(terminal, 0, modes) != 0 || Control(terminal, SetSize, size) != 0)
            throw Problem();
    }

    private static SafeFileHandle Handle(int descriptor) => descriptor >= 0 ? new(descriptor, ownsHandle: true) : throw Problem();

    private static IOException Problem() => new($"No terminal: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int Master(int flags);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(int master, byte* name, nuint size);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenPath(string path, int flags);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetModes(int terminal, uint* modes);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetModes(int terminal, int when, uint* modes);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int terminal, nuint command, ushort* size);
}
