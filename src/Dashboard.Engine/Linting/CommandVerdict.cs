namespace Dashboard.Engine.Linting;

/// <summary>What a command does to what outlives it, in the words of a list of commands.</summary>
public enum CommandVerdict
{
    /// <summary>It only looks.</summary>
    Reads,

    /// <summary>It changes something.</summary>
    Changes,

    /// <summary>It deletes something for good.</summary>
    Destroys,

    /// <summary>The linter cannot tell. Only it says so; no list does.</summary>
    CannotTell,
}
