using Dashboard.Core.Output;

namespace Dashboard.Execution.Masking.Primitives;

/// <summary>Takes masked bytes.</summary>
internal interface IMaskedWriter
{
    /// <summary>Takes the next bytes of a channel.</summary>
    void Write(OutputChannel channel, ReadOnlySpan<byte> bytes);
}
