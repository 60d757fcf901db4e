using System.Buffers;
using System.Text;
using Dashboard.Core.Output;

namespace Dashboard.Execution.Processes;

/// <summary>Keeps what a tool writes.</summary>
/// <param name="most">How many bytes of output it may write.</param>
/// <param name="tooMuch">Called when it writes more.</param>
internal sealed class ToolOutput(int most, Action tooMuch) : IOutputSink
{
    // Nobody reads more complaints than this.
    private const int MostErrors = 1 << 16;

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ArrayBufferWriter<byte> _errors = new();

    /// <summary>What it wrote to standard output.</summary>
    public byte[] Output => _output.WrittenSpan.ToArray();

    /// <summary>The beginning of what it wrote to standard error.</summary>
    public string Errors => Encoding.UTF8.GetString(_errors.WrittenSpan);

    /// <summary>Whether that is all of its output.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <inheritdoc/>
    public ValueTask WriteAsync(OutputChannel channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (channel == OutputChannel.Stderr)
        {
            // Read to the end all the same: a program whose complaints nobody takes waits for ever.
            _errors.Write(bytes.Span[..Math.Min(bytes.Length, MostErrors - _errors.WrittenCount)]);
        }
        else if (IsWhole && _output.WrittenCount + (long)bytes.Length <= most)
        {
            _output.Write(bytes.Span);
        }
        else
        {
            IsWhole = false;
            tooMuch();
        }

        return ValueTask.CompletedTask;
    }
}
