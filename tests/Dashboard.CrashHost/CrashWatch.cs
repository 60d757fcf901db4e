using System.Security.Cryptography;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Execution.Processes;

namespace Dashboard.CrashHost;

/// <summary>Tells on standard output what was acknowledged, and kills the server at its named point.</summary>
internal sealed class CrashWatch(Plan plan) : SeamWatch
{
    /// <summary>The defence: what is told as kept is kept.</summary>
    public const string AcknowledgeAfterCommit = "acknowledge-after-commit";

    /// <summary>The defence: nothing is spawned before its start is on the ledger.</summary>
    public const string RecordThenAct = "record-then-act";

    private volatile bool _armed;

    /// <summary>From now on, its point counts: what happens while the server starts does not.</summary>
    public void Arm() => _armed = true;

    public override void Before(SeamCall call)
    {
        if (plan.Without == AcknowledgeAfterCommit)
            Acknowledge(call);
        Die("before", call.FullName);
    }

    public override void After(SeamCall call)
    {
        if (plan.Without != AcknowledgeAfterCommit)
            Acknowledge(call);
        Die("after", call.FullName);
    }

    public override object? Instead(SeamCall call) => plan.Without == RecordThenAct && call.Event is StepStarted started
        ? Task.FromResult(new RecordedEvent(0, TimeProvider.System.GetUtcNow(), Actor.System, started))
        : null;

    /// <summary>Dies, when this is the point.</summary>
    public void Die(string when, string where)
    {
        if (_armed && plan.Die == $"{when} {where}")
            NativeCalls.Signal(Environment.ProcessId, NativeCalls.Kill);
    }

    private static void Acknowledge(SeamCall call)
    {
        if (call.Name != $"{nameof(ILedgerStore)}.{nameof(ILedgerStore.AppendOutputAsync)}")
            return;
        foreach (var chunk in (IReadOnlyList<OutputChunk>)call.Arguments[0]!)
            Console.WriteLine($"chunk {chunk.AttemptId} {chunk.Number} {Convert.ToHexStringLower(SHA256.HashData(chunk.Bytes.Span))}");
    }
}
