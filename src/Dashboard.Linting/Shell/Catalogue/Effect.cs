namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>What a command does to what outlives it.</summary>
internal enum Impact
{
    /// <summary>It only looks.</summary>
    None,

    /// <summary>The linter cannot tell.</summary>
    Unclear,

    /// <summary>It changes something.</summary>
    Changes,

    /// <summary>It deletes something permanently.</summary>
    Destroys,
}

/// <summary>What a command does.</summary>
/// <param name="Impact">How bad it is.</param>
/// <param name="Stops">Whether it takes something out of service.</param>
internal readonly record struct Effect(Impact Impact, bool Stops = false)
{
    /// <summary>It only looks.</summary>
    public static Effect None => new(Impact.None);

    /// <summary>The linter cannot tell.</summary>
    public static Effect Unclear => new(Impact.Unclear);

    /// <summary>It changes something.</summary>
    public static Effect Changes => new(Impact.Changes);

    /// <summary>It deletes something.</summary>
    public static Effect Destroys => new(Impact.Destroys, Stops: true);

    /// <summary>It takes something out of service, and it can be brought back.</summary>
    public static Effect Halts => new(Impact.Changes, Stops: true);

    /// <summary>The worse of two.</summary>
    public Effect Or(Effect other) => new(other.Impact > Impact ? other.Impact : Impact, Stops || other.Stops);
}
