namespace Dashboard.Engine.Execution.Confinement;

/// <summary>
/// Passes output on, and remembers whether bubblewrap alone has written: it complains on standard error, as <c>bwrap: …</c>, when the sandbox
/// cannot be set up, and so does the helper that sets up Landlock; then the script was never started.
/// </summary>
internal sealed class SetupWatch(IOutputSink sink) : IOutputSink
{
    private static ReadOnlySpan<byte> Complaint => "bwrap: "u8;

    private readonly List<byte> _first = [];
    private bool _started;

    /// <summary>Whether nothing but a complaint of bubblewrap was written.</summary>
    public bool Failed => !_started && _first.Count == Complaint.Length;

    /// <inheritdoc/>
    public ValueTask WriteAsync(OutputChannel channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _started |= channel == OutputChannel.Stdout;
        foreach (var one in bytes.Span)
        {
            if (_started || _first.Count == Complaint.Length)
                break;
            _started = one != Complaint[_first.Count];
            _first.Add(one);
        }

        return sink.WriteAsync(channel, bytes, cancellation);
    }
}
