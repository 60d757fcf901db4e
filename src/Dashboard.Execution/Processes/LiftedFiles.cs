using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Execution.Processes;

/// <summary>
/// Files that a process is to have at the descriptors 0, 1, 2 and so on, each by a descriptor of ours that is none of these.
/// </summary>
internal sealed class LiftedFiles : IDisposable
{
    private readonly List<SafeFileHandle> _own = [];
    private readonly int?[] _descriptors;

    /// <summary>Duplicates those that lie too low.</summary>
    /// <param name="files">The files in order; null for a descriptor that gets none.</param>
    /// <exception cref="IOException">There are no descriptors left; the message says so.</exception>
    public LiftedFiles(IReadOnlyList<SafeFileHandle?> files) =>
        _descriptors = [.. files.Select(f => f is null ? null : (int?)Lift((int)f.DangerousGetHandle(), files.Count))];

    /// <summary>Our descriptor of the file that is to be at this one; null for none.</summary>
    public int? this[int descriptor] => _descriptors[descriptor];

    /// <inheritdoc/>
    public void Dispose() => _own.ForEach(f => f.Dispose());

    private int Lift(int descriptor, int least)
    {
        if (descriptor >= least)
            return descriptor;
        var higher = SpawnCalls.Control(descriptor, SpawnCalls.DuplicateFrom, least);
        if (higher < 0)
            throw new IOException($"No descriptor: {Marshal.GetLastPInvokeErrorMessage()}");
        _own.Add(new(higher, ownsHandle: true));
        return higher;
    }
}
