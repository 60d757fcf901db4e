using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>What commands do to what outlives them.</summary>
internal static class CommandEffects
{
    /// <summary>What the command does; null when nothing is known of it.</summary>
    /// <param name="name">The program, without its folder.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="scope">What the script may know.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="read">Reads a file.</param>
    public static Effect? Of(string name, string[] arguments, Scope scope, Flow? input, Func<string, Flow> read) =>
        ToolCommands.Of(name, arguments, scope, input)
        ?? FileCommands.Of(name, arguments, scope)
        ?? HostCommands.Of(name, arguments)
        ?? WebCommands.Of(name, arguments, scope, read)
        ?? SqlCommands.Of(name, arguments, input, read);
}
