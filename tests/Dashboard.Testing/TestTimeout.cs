namespace Dashboard.Testing;

/// <summary>
/// How long a test waits for what must come: long enough for a machine that is busy with other things. Nothing that is fast on a quiet
/// machine waits for it, and what must <i>not</i> take as long (a kill against a script that runs on) runs for several times as long.
/// </summary>
internal static class TestTimeout
{
    /// <summary>Two minutes.</summary>
    internal static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
}
