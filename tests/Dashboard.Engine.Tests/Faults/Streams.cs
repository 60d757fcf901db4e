using System.Text;
using Dashboard.Core.Output;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>Steps that stream lines one can foretell, so that every kept byte can be compared with what it should be.</summary>
internal static class Streams
{
    /// <summary>Read-only steps: as fast as pipes are, both channels in turns, a trickle, and one that comes to its end.</summary>
    public const string Book = """
        ---
        title: Streams
        ---

        ```bash {#fast .preflight}
        seq 1 1000000000
        ```

        ```bash {#both .preflight}
        for ((i = 1; ; i++)); do echo $i; echo $i >&2; done
        ```

        ```bash {#trickle .preflight}
        for ((i = 1; ; i++)); do echo $i; sleep 0.01; done
        ```

        ```bash {#short .preflight}
        seq 1 3000
        ```
        """;

    /// <summary>The ids of its steps.</summary>
    public static readonly string[] Steps = ["fast", "both", "trickle", "short"];

    /// <summary>
    /// Fails unless the chunks are numbered without a gap, and each channel's bytes are the beginning of <c>1\n2\n3\n…</c>
    /// </summary>
    public static void ShouldBeABeginning(IReadOnlyList<OutputChunk> chunks, string hint)
    {
        chunks.Select(c => c.Number).ShouldBe(Enumerable.Range(1, chunks.Count).Select(i => (long)i), hint);
        foreach (var channel in Enum.GetValues<OutputChannel>())
        {
            var kept = chunks.Where(c => c.Channel == channel).SelectMany(c => c.Bytes.ToArray()).ToArray();
            kept.AsSpan().SequenceEqual(Beginning(kept.Length)).ShouldBeTrue($"{hint}: {channel} is not what the step wrote");
        }
    }

    private static byte[] Beginning(int length)
    {
        var text = new StringBuilder(length + 16);
        for (var i = 1; text.Length < length; i++)
            text.Append(i).Append('\n');
        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }
}
