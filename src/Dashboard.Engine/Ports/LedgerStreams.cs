namespace Dashboard.Engine.Ports;

/// <summary>The names of the ledger's streams.</summary>
public static class LedgerStreams
{
    /// <summary>What every stream of a run begins with.</summary>
    public const string RunPrefix = "run/";

    /// <summary>The stream of accounts.</summary>
    public const string Accounts = "accounts";

    /// <summary>The stream of a run.</summary>
    public static string OfRun(string runId) => RunPrefix + runId;
}
