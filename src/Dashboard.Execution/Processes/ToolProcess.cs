using System.Collections;
using System.Globalization;

namespace Dashboard.Execution.Processes;

/// <summary>What a tool wrote.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ToolResult(int Code, byte[] Output, string Errors)
{
    /// <summary>Whether that is all it wrote: a tool that writes more than it may is stopped.</summary>
    public bool IsWhole { get; init; } = true;
}

/// <summary>How much of the machine a tool may take.</summary>
/// <param name="Output">How many bytes it may write; it is stopped when it writes more.</param>
/// <param name="Memory">How many bytes of memory it may ask for; it ends by itself when it gets no more. Null for any number.</param>
internal sealed record ToolLimits(int Output = int.MaxValue, long? Memory = null);

/// <summary>
/// Runs small programs of the host that read a text and write one. Steps are run elsewhere: with a sandbox and evidence. They begin as
/// steps do, with default signals, the usual umask and no descriptors but their three, but in the server's own environment.
/// </summary>
internal static class ToolProcess
{
    /// <summary>How long a tool that has ended may keep its output open through a child.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program with some input.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="limits">How much it may take; null for as much as it likes.</param>
    /// <returns>What it wrote; null when it is not installed.</returns>
    public static async Task<ToolResult?> RunAsync(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input,
        CancellationToken cancellation, ToolLimits? limits = null)
    {
        cancellation.ThrowIfCancellationRequested();
        if (await StartAsync(program, arguments, input, limits?.Memory) is not { } process)
            return null;
        var output = new ToolOutput(limits?.Output ?? int.MaxValue, () => NativeCalls.Signal(-process.Id, NativeCalls.Kill));
        var pipes = new PipeReader(process, output, Drain);
        var ending = EndAsync(process, pipes);
        try
        {
            var code = await ending.WaitAsync(cancellation);
            return new(code, output.Output, output.Errors) { IsWhole = output.IsWhole };
        }
        catch (OperationCanceledException)
        {
            NativeCalls.Signal(-process.Id, NativeCalls.Kill);
            throw;
        }
    }

    private static async Task<ChildProcess?> StartAsync(string program, IEnumerable<string> arguments,
        ReadOnlyMemory<byte> input, long? memory)
    {
        if (Find(program) is not { } file)
            return null;
        // Set by a shell that then becomes the program, so that it holds from the start: some programs take their address space at once.
        string[] limit = memory is { } most
            ? ["/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"ulimit -v {most / 1024}; exec \"$0\" \"$@\"")]
            : [];
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
        try
        {
            return await ChildProcess.StartAsync(
                new([.. limit, file, .. arguments], environment, Environment.CurrentDirectory, null) { Input = input });
        }
        catch (IOException)
        {
            return null; // no program after all
        }
    }

    // Whoever stops waiting leaves the rest to this: the pipes are being read, and are closed when they have been.
    private static async Task<int> EndAsync(ChildProcess process, PipeReader pipes)
    {
        using (process)
        {
            var code = await process.Exit ?? -1; // the kernel knows none, which no tool means by an exit code
            await pipes.FinishAsync();
            return code;
        }
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(file => File.Exists(file)
                && (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
