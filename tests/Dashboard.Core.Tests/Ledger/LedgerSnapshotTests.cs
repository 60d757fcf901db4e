using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Ledger;

/// <summary>
/// The ledger's language, byte for byte: what was written once must be read for ever, so a person looks at every change of it.
/// </summary>
public sealed class LedgerSnapshotTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 21, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Events_OfRuns_AreWrittenAsTheyWere() => Match("run-events.jsonl", "run/r1", EventSamples.OfRuns());

    [Fact]
    public void Events_OfAccounts_AreWrittenAsTheyWere() => Match("account-events.jsonl", "accounts", EventSamples.OfAccounts());

    /// <summary>A new kind of event needs a sample.</summary>
    [Theory]
    [InlineData(typeof(RunEvent))]
    [InlineData(typeof(AccountEvent))]
    public void Samples_HoldEveryKind(Type hierarchy)
    {
        var samples = EventSamples.OfRuns().Cast<object>().Concat(EventSamples.OfAccounts()).Select(e => e.GetType()).ToHashSet();

        hierarchy.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType)
            .Where(t => !samples.Contains(t)).ShouldBeEmpty();
    }

    /// <summary>What an optional member is called and how its values are written shows only where it is set.</summary>
    [Fact]
    public void Samples_SetEveryMember()
    {
        var samples = EventSamples.OfRuns().Cast<object>().Concat(EventSamples.OfAccounts()).ToArray();

        samples.Select(s => s.GetType()).Distinct()
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(p => p.GetMethod!.IsPublic
                    && samples.Where(s => s.GetType() == type).All(s => p.GetValue(s) is null or false))
                .Select(p => $"{type.Name}.{p.Name}"))
            .ShouldBeEmpty();
    }

    private static void Match<T>(string name, string stream, IEnumerable<T> events)
    {
        var lines = new StringBuilder();
        var (sequence, previous) = (0L, LedgerCodec.NoHash);
        foreach (var what in events)
        {
            var entry = LedgerCodec.Write(++sequence, previous, stream, previous, At.AddSeconds(sequence),
                new Actor("u1", "Ada", "192.0.2.7"), what);
            previous = entry.Hash;
            lines.Append(Encoding.UTF8.GetString(entry.Bytes.Span)).Append('\n');
        }

        // The last hash stands for the chain: it changes with any byte before it.
        Snapshot.Match(lines.Append(previous).Append('\n').ToString(), "tests", "Dashboard.Core.Tests", "Ledger", "Snapshots", name);
    }
}
