using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Secrets;

/// <summary>
/// Stands between a step and everything that keeps or shows its output. It masks what is known, looks again before it lets anything pass,
/// and holds back what it cannot promise for.
/// </summary>
/// <param name="watch">The attempt's secrets.</param>
/// <param name="known">What is known to be a secret at the start.</param>
/// <param name="held">Why nothing can be let pass from the start; null when it can.</param>
internal sealed class OutputGuard(SecretWatch watch, SecretSet known, string? held = null)
{
    /// <summary>
    /// Each change of a secret file costs another reading of the output; a file that keeps changing is no file to be read.
    /// </summary>
    private const int MostChanges = 16;

    private readonly List<SecretMasker> _maskers = [new(known)];
    private readonly List<ReadOnlyMemory<byte>> _later = [];
    private long _heldBytes;

    /// <summary>How long output may wait for a look. A look into a container is a command there, so those come less often.</summary>
    public TimeSpan LookInterval => watch.AsksContainers ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(250);

    /// <summary>Whether there is anything to look at while the step prints nothing.</summary>
    public bool Looks => watch.Looks && Held is null && !IsSlow;

    /// <summary>Whether a look takes so long that it is worth one only before output passes.</summary>
    public bool IsSlow => watch.AsksContainers;

    /// <summary>How many pieces were masked.</summary>
    public int Masked => _maskers.Sum(m => m.Masked);

    /// <summary>Why output is held back; null when none is.</summary>
    public string? Held { get; private set; } = held;

    /// <summary>What became known only after output had been let pass.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Later => [.. _later];

    /// <summary>Looks at the secrets. What was written before the look is masked by all that is known after it.</summary>
    public async ValueTask LookAsync(bool atEnd = false)
    {
        if (!watch.Looks || Held is not null)
            return;
        var (fresh, problem) = await watch.LookAsync(atEnd);
        if (!fresh.IsEmpty)
        {
            _later.AddRange(fresh);
            var set = SecretSet.Compile(fresh);
            problem ??= set.Problems.FirstOrDefault()
                ?? (_maskers.Count > MostChanges
                    ? $"A declared secret file changed more than {MostChanges} times while the step ran."
                    : null);
            _maskers.Add(new(set));
        }

        Held = problem;
    }

    /// <summary>Takes output, and hands on what is safe.</summary>
    public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes, IMaskedWriter output)
    {
        if (Held is not null)
            _heldBytes += bytes.Length;
        else
            _maskers[0].Write(channel, bytes, Behind(0, output));
    }

    /// <summary>The output has ended, or pauses: what was kept because a secret might have gone on is let pass.</summary>
    public void Complete(IMaskedWriter output)
    {
        if (Held is null)
        {
            for (var i = 0; i < _maskers.Count; i++)
                _maskers[i].Complete(Behind(i, output));
        }
        else if (_heldBytes > 0)
        {
            output.Write(OutputChannel.Stdout,
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n[{_heldBytes} bytes of output are held back]\n")));
            _heldBytes = 0;
        }
    }

    // Each masker hands on to the next: what became a secret later is looked for in what the earlier ones left.
    private IMaskedWriter Behind(int masker, IMaskedWriter output) =>
        masker + 1 == _maskers.Count ? output : new Next(this, masker + 1, output);

    private sealed class Next(OutputGuard guard, int masker, IMaskedWriter output) : IMaskedWriter
    {
        public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes) =>
            guard._maskers[masker].Write(channel, bytes, guard.Behind(masker, output));
    }
}
