using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// Opens files below one folder and nothing else: links are followed as long as they stay below it. The kernel does the checking
/// (<c>openat2(2)</c> with <c>RESOLVE_BENEATH</c>), so nobody can swap a folder for a link between a check and its use.
/// </summary>
internal sealed partial class RunbookFolder(string root)
{
    /// <summary>No runbook and no pinned file is larger than this, in bytes.</summary>
    public const int MaxLength = 16 << 20;

    /// <summary>What is said of a file that does not exist.</summary>
    public const string NotThere = "It does not exist.";

    private const int DirectoryOnly = 0x10000, CloseOnExec = 0x80000, NonBlocking = 0x800, PathOnly = 0x200000;
    private const int TryAgain = 11, MostTries = 100;
    private const long OpenAt2 = 437;
    private const ulong NoMagicLinks = 0x02, Beneath = 0x08;

    /// <summary>The folder.</summary>
    public string Root => root;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path below the folder, with forward slashes.</param>
    /// <returns>Its bytes and whether its owner may execute it, or what is wrong with it.</returns>
    public (byte[]? Content, bool Executable, string? Problem) Read(string path)
    {
        using var folder = Open(-100, root, DirectoryOnly | CloseOnExec, 0, out _);
        if (folder.IsInvalid)
            return (null, false, "The runbooks folder cannot be opened.");
        using var file = Open((int)folder.DangerousGetHandle(), path, NonBlocking | CloseOnExec,
            Beneath | NoMagicLinks, out var error);
        if (file.IsInvalid)
            return (null, false, Explain(error));
        try
        {
            // A FIFO was opened without blocking and cannot seek; a directory is refused here.
            using var stream = new FileStream(file, FileAccess.Read, bufferSize: 0);
            if (!stream.CanSeek)
                return (null, false, "It is not a regular file.");
            if (stream.Length > MaxLength)
                return (null, false, $"It is larger than {MaxLength >> 20} MiB.");
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return (content, File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, false, Directory.Exists(Path.Combine(root, path)) ? "It is a folder." : "It cannot be read.");
        }
    }

    /// <summary>Every Markdown file below the folder, sorted by path, and what looks like one and cannot be read.</summary>
    public ImmutableArray<FolderEntry> Entries() => new FolderWalk(root, Follow).Entries();

    private (string? Real, string? Problem) Follow(string path)
    {
        using var folder = Open(-100, root, DirectoryOnly | CloseOnExec, 0, out var closed);
        if (folder.IsInvalid)
            return (null, Explain(closed));
        using var there = Open((int)folder.DangerousGetHandle(), path, PathOnly | CloseOnExec, Beneath | NoMagicLinks, out var error);
        return there.IsInvalid
            ? (null, Explain(error))
            : (new FileInfo($"/proc/self/fd/{there.DangerousGetHandle()}").LinkTarget, null);
    }

    private static string Explain(int error) => error switch
    {
        2 => NotThere,
        13 => "The server may not read it.",
        18 => "It leaves the runbooks folder.",
        20 => "A part of its path is not a folder.",
        40 => "It is a symbolic link that leads back to itself.",
        _ => $"It cannot be opened (error {error}).",
    };

    private static SafeFileHandle Open(int folder, string path, int flags, ulong resolve, out int error)
    {
        var how = new OpenHow { Flags = (ulong)flags, Resolve = resolve };
        var descriptor = -1L;
        error = TryAgain;
        // The kernel gives up when something is renamed while it follows "..": openat2(2).
        for (var tries = 0; descriptor < 0 && error == TryAgain && tries < MostTries; tries++)
        {
            descriptor = SysOpenAt2(OpenAt2, folder, path, ref how, (nuint)Marshal.SizeOf<OpenHow>());
            error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }

        return new SafeFileHandle((nint)descriptor, ownsHandle: true);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long SysOpenAt2(long number, int folder, string path, ref OpenHow how, nuint size);

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
