namespace Dashboard.Core.Attempts;

/// <summary>The words by which runners say how an attempt was confined.</summary>
public static class SandboxWords
{
    /// <summary>It could change nothing. More words behind it are what it was not confined in.</summary>
    public const string Confined = "confined, read-only";

    /// <summary>How typed checks begin to say that they run nothing.</summary>
    public const string NoProcess = "typed check";
}
