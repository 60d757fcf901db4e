namespace Dashboard.Engine.Ports;

/// <summary>
/// Turns whatever goes wrong while something is verified into a finding. What is verified was perhaps made by an attacker, or by a failing
/// disk: any type, any number and any text may stand in any place, and none of them may end a verification.
/// </summary>
public static class Damage
{
    /// <summary>Whether something was thrown because of what was read.</summary>
    public static bool IsDamage(Exception e) => e is not OperationCanceledException and not OutOfMemoryException;

    /// <summary>Does a piece of work; what it throws is told as a fault.</summary>
    /// <param name="faults">Where to.</param>
    /// <param name="where">Where the fault is.</param>
    /// <param name="what">Which part is wrong.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="work">The work.</param>
    /// <param name="words">What was thrown, in words; null takes its message.</param>
    /// <returns>Whether it came to its end.</returns>
    public static bool Told(FaultList faults, string where, string what, string expected, Action work,
        Func<Exception, string>? words = null)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception e) when (IsDamage(e))
        {
            faults.Add(where, what, expected, words?.Invoke(e) ?? e.Message);
            return false;
        }
    }
}
