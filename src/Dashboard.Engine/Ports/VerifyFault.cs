namespace Dashboard.Engine.Ports;

/// <summary>Something that is not what it should be.</summary>
/// <param name="Where">Where it is, such as <c>entry 17</c> or a file's name.</param>
/// <param name="What">Which part of it is wrong.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Found">What was found.</param>
public sealed record VerifyFault(string Where, string What, string Expected, string Found);
