using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Evidence.Verification;

/// <summary>Reads the lines of a file as their exact bytes.</summary>
internal static class BundleLines
{
    /// <summary>
    /// The lines, without their ends (LF alone: what is hashed is what stands between). The end of the file ends the last one, too.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="most">How long a line may be, in bytes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">A line is longer.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream file, int most,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        for (var number = 1L; ;)
        {
            var result = await reader.ReadAsync(cancellation);
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return buffer.Slice(0, end).ToArray();
                number++;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > most)
                throw new InvalidDataException($"Line {number} is longer than {most:N0} bytes.");
            if (result.IsCompleted)
            {
                if (!buffer.IsEmpty)
                    yield return buffer.ToArray();
                yield break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
