namespace Dashboard.Engine.Linting;

/// <summary>A command of a list, with what the linter says of it.</summary>
/// <param name="Line">Its line in the list, from 1.</param>
/// <param name="Command">The command.</param>
/// <param name="Does">What it does, as the list says.</param>
/// <param name="Said">What the linter says.</param>
public sealed record JudgedCommand(int Line, string Command, CommandVerdict Does, CommandVerdict Said)
{
    /// <summary>Whether the linter is right.</summary>
    public bool IsRight => Does == Said;
}
