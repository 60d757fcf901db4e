namespace Dashboard.Execution.Processes;

/// <summary>
/// The umask that processes begin with: 0022, whatever the server's own is. A step makes files for other programs of the host, and how the
/// server was started (<c>umask 077</c>, a service manager's setting) is no part of the runbook.
/// </summary>
/// <remarks>
/// <c>posix_spawn</c> has no attribute for it: a child has the umask of the thread that makes it, and all threads of a process share one.
/// To set it for the moment of a spawn would let other threads write their files with it. So the thread that lives for one process leaves
/// the others first (<c>unshare(2)</c>, <c>CLONE_FS</c>, for which nobody needs a right), and the server's files go on being made with the
/// server's own. Some containers filter that call. There the whole server gets 0022, once and for all; its data lie in a folder that only
/// it may enter, and what is secret is made with a mode of its own.
/// </remarks>
internal static class SpawnedUmask
{
    /// <summary>Writable for the owner, readable for all: what hosts begin with.</summary>
    private const uint Usual = 0x12;

    /// <summary>Sets it for what this thread starts. Not for a thread of the pool: it would be left with it.</summary>
    public static void Take()
    {
        _ = SpawnCalls.Unshare(SpawnCalls.OwnFolderAndUmask);
        _ = SpawnCalls.SetUmask(Usual);
    }
}
