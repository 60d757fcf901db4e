namespace Dashboard.Engine.Ports;

/// <summary>How far a verification has come.</summary>
/// <param name="Doing">What it looks at, in words.</param>
/// <param name="Done">How many items it has looked at.</param>
/// <param name="Total">How many there are; 0 when that is not known.</param>
public sealed record VerifyProgress(string Doing, long Done, long Total);
