using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Execution.Processes;

/// <summary>
/// A process that leads a session and group of its own from its first instruction, so that a signal to the group reaches it whenever it is
/// sent. It has three descriptors (and those that are handed to it), default signals, the usual umask and the given environment: nothing
/// else of the server's. <see cref="System.Diagnostics.Process"/> can do none of this.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>The descriptor by which a process gets the file that is handed to it.</summary>
    public const int HandedDescriptor = 3;

    /// <summary>The descriptor by which a process tells something.</summary>
    public const int ToldDescriptor = 4;

    /// <summary>The descriptors by which a process joins its attempt's cgroup, and tells that it has.</summary>
    public const int JoinDescriptor = 5, JoinedDescriptor = 6;

    private readonly TaskCompletionSource<int?> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(params SafeFileHandle[] outputs)
    {
        Outputs = outputs;
        Order = outputs.Length < 2 ? null : WriteOrder.Of(outputs.Select(o => (int)o.DangerousGetHandle()));
        Names = [.. outputs.Select(o => new FileInfo($"/proc/self/fd/{o.DangerousGetHandle()}").LinkTarget ?? "")];
    }

    /// <summary>Its process id, which is its session's and its group's too.</summary>
    public int Id { get; private set; }

    /// <summary>What it writes to standard output and to standard error, each for itself; or what it writes to its terminal.</summary>
    public IReadOnlyList<SafeFileHandle> Outputs { get; }

    /// <summary>The other ends of these, as <c>/proc/PID/fd</c> shows them.</summary>
    public IReadOnlyCollection<string> Names { get; private init; }

    /// <summary>In which order it writes to the two, from its first instruction on; null where the kernel does not tell.</summary>
    public WriteOrder? Order { get; }

    /// <summary>
    /// Its exit code once it has ended; 128 and the signal's number when a signal ended it; null when the kernel does not know (any more).
    /// </summary>
    public Task<int?> Exit => _exit.Task;

    /// <summary>Starts a process on a thread of its own.</summary>
    /// <exception cref="IOException">It cannot be started; the message says why.</exception>
    public static Task<ChildProcess> StartAsync(ProcessCommand command) =>
        (command.Thread ?? new ProcessThread(view: null)).StartAsync(command);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var output in Outputs)
            output.Dispose();
        Order?.Close();
    }

    /// <summary>Starts a process; its parent is the calling thread (<see cref="ProcessThread"/>).</summary>
    /// <exception cref="IOException">It cannot be started; the message says why.</exception>
    internal static unsafe ChildProcess Spawn(ProcessCommand command)
    {
        using var input = command.Input is { } text ? InMemory(text) : null;
        using var handed = command.Handed is { } bytes ? InMemory(bytes) : null;
        var (child, outputEnd, errorsEnd) = command.Terminal ? OnTerminal() : OnPipes();
        using (outputEnd)
        using (errorsEnd)
        using (var arguments = new NativeStrings(command.Arguments))
        using (var environment =
            new NativeStrings(command.Environment.Select(e => $"{e.Key}={e.Value}").Concat(command.Mark is { } mark ? [mark] : [])))
        {
            byte* attributes = stackalloc byte[SpawnCalls.Opaque], actions = stackalloc byte[SpawnCalls.Opaque],
                signals = stackalloc byte[SpawnCalls.Opaque];
            _ = SpawnCalls.InitAttributes(attributes);
            _ = SpawnCalls.InitActions(actions);
            try
            {
                // Ignored signals and blocked ones would be inherited: .NET ignores SIGPIPE, and a step's `yes | head` would not end.
                _ = SpawnCalls.SetFlags(attributes, SpawnCalls.OwnSession);
                // All bits: sigfillset(3) leaves out the two signals that the C library keeps for its threads, and the child would have
                // them ignored.
                new Span<byte>(signals, SpawnCalls.SignalSet).Fill(0xFF);
                _ = SpawnCalls.SetDefaultSignals(attributes, signals);
                _ = SpawnCalls.NoSignals(signals);
                _ = SpawnCalls.SetSignalMask(attributes, signals);
                SafeFileHandle?[] files = [input, outputEnd, errorsEnd, handed, command.Told, command.Cgroup?.Join, command.Cgroup?.Sign];
                // The child puts one after the other in its place: what lies in such a place itself would be overwritten before its turn.
                using var lifted = new LiftedFiles(files);
                for (var descriptor = 0; descriptor < files.Length; descriptor++)
                {
                    _ = lifted[descriptor] is { } file ? SpawnCalls.Duplicate(actions, file, descriptor)
                        : descriptor == 0 ? SpawnCalls.Open(actions, 0, "/dev/null", SpawnCalls.ReadOnly, 0)
                        // The server may have been started with such a descriptor open.
                        : SpawnCalls.Close(actions, descriptor);
                }

                _ = SpawnCalls.CloseFrom(actions, JoinedDescriptor + 1);
                _ = SpawnCalls.ChangeFolder(actions, command.Folder);
                int pid;
                var error = SpawnCalls.Spawn(&pid, command.Arguments[0], actions, attributes, arguments.Pointer, environment.Pointer);
                if (error != 0)
                    throw new IOException($"{command.Arguments[0]}: {Marshal.GetPInvokeErrorMessage(error)}");
                child.Id = pid;
                return child;
            }
            catch
            {
                child.Dispose();
                throw;
            }
            finally
            {
                _ = SpawnCalls.DestroyActions(actions);
                _ = SpawnCalls.DestroyAttributes(attributes);
            }
        }
    }

    private static (ChildProcess Child, SafeFileHandle Output, SafeFileHandle Errors) OnPipes()
    {
        var (output, outputEnd) = NewPipe();
        var (errors, errorsEnd) = NewPipe();
        return (new(output, errors), outputEnd, errorsEnd);
    }

    private static (ChildProcess Child, SafeFileHandle Output, SafeFileHandle Errors) OnTerminal()
    {
        var terminal = PseudoTerminal.Open();
        return (new(terminal.Reading) { Names = [terminal.Name] }, terminal.Writing, terminal.Writing);
    }

    /// <summary>Waits until it has ended, and says so.</summary>
    internal unsafe void WaitForEnd()
    {
        int status = 0, pid;
        do
            pid = SpawnCalls.Wait(Id, &status, 0);
        while (pid < 0 && Marshal.GetLastPInvokeError() == SpawnCalls.Interrupted);
        // wait(2): the low seven bits are the signal's number, the byte above them the exit code
        _exit.SetResult(pid < 0 ? null : (status & 0x7F) is > 0 and var signal ? 128 + signal : (status >> 8) & 0xFF);
    }

    private static unsafe (SafeFileHandle Read, SafeFileHandle Write) NewPipe()
    {
        var ends = stackalloc int[2];
        return SpawnCalls.Pipe(ends, SpawnCalls.CloseOnExec) == 0
            ? (new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true))
            : throw new IOException($"No pipe: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>A file in memory that holds these bytes.</summary>
    /// <exception cref="IOException">There can be none; the message says why.</exception>
    public static SafeFileHandle InMemory(ReadOnlyMemory<byte> bytes)
    {
        var descriptor = SpawnCalls.MemoryFile("handed", 1);
        if (descriptor < 0)
            throw new IOException($"No file in memory: {Marshal.GetLastPInvokeErrorMessage()}");
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        // At offset 0 and by its offset, so that the reader, who shares the position, begins at the beginning.
        RandomAccess.Write(file, bytes.Span, 0);
        return file;
    }
}
