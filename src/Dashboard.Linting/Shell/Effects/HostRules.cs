using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>Processes and services: signals, and scripts of System V.</summary>
internal static class HostRules
{
    /// <summary><c>kill -TERM 1</c>, <c>kill -s TERM 1</c>, <c>kill 1</c>, <c>kill -- -1</c>.</summary>
    public static Effect Kills(string[] arguments)
    {
        var (signal, targets) = arguments switch
        {
            ["-s" or "-n", var name, .. var rest] => (name, rest),
            [['-', not '-', ..] option, .. var rest] => (option[1..], rest),
            _ => ("TERM", arguments),
        };
        if (signal is "0" or "l" or "L")
            return Effect.None;
        // What the script has started itself it may end itself.
        if (targets.All(a => a is "--" or "" || SymbolicText.Holds(a, SymbolicText.OwnProcess) || a.StartsWith('%')))
            return Effect.None;
        var isHarmless = signal.Replace("SIG", "", StringComparison.Ordinal)
            is "HUP" or "USR1" or "USR2" or "WINCH" or "CONT" or "1" or "10" or "12" or "28" or "18";
        return isHarmless ? Effect.Changes : Effect.Halts;
    }

    /// <summary><c>service NAME ACTION</c>.</summary>
    public static Effect Service(string[] arguments) => arguments.Contains("--status-all") ? Effect.None
        : arguments.ElementAtOrDefault(1) switch
        {
            "status" or null => Effect.None,
            "stop" or "restart" or "force-stop" => Effect.Halts,
            _ => Effect.Changes,
        };
}
