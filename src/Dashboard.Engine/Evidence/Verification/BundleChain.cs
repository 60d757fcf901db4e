using System.Text.Json;
using Dashboard.Core.Attempts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Verification;

/// <summary>Verifies what a run's entries say of a bundle's other files, whose digests are known.</summary>
internal static class BundleChain
{
    /// <summary>Follows the chain, and compares the digests that its entries name with those of the files.</summary>
    /// <returns>How many entries were right, the hash of the last of them, and how many files had the digest that an entry names.</returns>
    public static async Task<(long Entries, string? Hash, long Right)> RunAsync(
        IBundleSource bundle, Dictionary<string, string> digests, FaultList faults, CancellationToken cancellation)
    {
        if (!digests.ContainsKey(BundleNames.Ledger))
        {
            faults.Add(BundleNames.Ledger, "file", "the run's entries", "not there");
            return (0, null, 0);
        }

        var chain = new StreamVerifier();
        var state = new Contents(digests, faults);
        await using var file = bundle.Open(BundleNames.Ledger, BundleLimits.File);
        await foreach (var line in BundleLines.ReadAsync(file, BundleLimits.Line, cancellation))
        {
            if (chain.Next(line.Span) is not { } content)
                break;
            Damage.Told(faults, $"entry {content.Sequence}", "event", "one that this version knows", () =>
                state.Take(content.Sequence, content.Data.Deserialize<RunEvent>(LedgerCodec.Json)));
        }

        if (chain.Fault is { } fault)
            faults.Add($"{BundleNames.Ledger}, line {fault.Sequence}", fault.What, fault.Expected, fault.Found);
        return (chain.Count, chain.Count > 0 ? chain.Hash : null, state.Right);
    }

    /// <summary>The files that a run's entries name.</summary>
    private sealed class Contents(Dictionary<string, string> digests, FaultList faults)
    {
        private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

        public long Right { get; private set; }

        public void Take(long entry, RunEvent? what)
        {
            switch (what)
            {
                case RunOpened opened:
                    foreach (var file in opened.Files)
                        Compare(entry, "runbook/" + BundleNames.Of(file.Path), file.Digest);
                    break;
                case FileAttached file:
                    Compare(entry, BundleNames.Attachment(entry, file.Name), file.Digest);
                    break;
                case StepStarted started:
                    _folders[started.AttemptId] = BundleNames.Output(entry, started.StepId, started.Number);
                    break;
                case StepFinished { Untrusted: false } finished when _folders.TryGetValue(finished.AttemptId, out var folder):
                    Compare(entry, $"{folder}/stdout", finished.Stdout);
                    Compare(entry, $"{folder}/stderr", finished.Stderr);
                    break;
                default:
                    break;
            }
        }

        // Of an output whose middle was left out, the ledger knows the digest of the whole, which nobody has any more.
        private void Compare(long entry, string name, OutputSummary output)
        {
            if (output.Omitted == 0)
                Compare(entry, name, output.Digest);
        }

        private void Compare(long entry, string name, string expected)
        {
            if (digests.GetValueOrDefault(name) is var found && found != expected)
                faults.Add($"entry {entry}", $"SHA-256 of {name}", expected, found ?? "no such file");
            else
                Right++;
        }
    }
}
