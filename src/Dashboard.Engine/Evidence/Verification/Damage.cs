using Microsoft.Data.Sqlite;

namespace Dashboard.Engine.Evidence.Verification;

/// <summary>
/// Turns whatever goes wrong while something is verified into a finding. What is verified was perhaps made by an attacker, or by a failing
/// disk: any type, any number and any text may stand in any place, and none of them may end a verification.
/// </summary>
internal static class Damage
{
    /// <summary>Whether something was thrown because of what was read.</summary>
    public static bool IsDamage(Exception e) => e is not OperationCanceledException and not OutOfMemoryException;

    /// <summary>Does a piece of work; what it throws is told as a fault.</summary>
    /// <returns>Whether it came to its end.</returns>
    public static bool Told(FaultList faults, string where, string what, string expected, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception e) when (IsDamage(e))
        {
            faults.Add(where, what, expected, e is SqliteException { SqliteErrorCode: var code } ? $"{e.Message} ({code})" : e.Message);
            return false;
        }
    }
}
