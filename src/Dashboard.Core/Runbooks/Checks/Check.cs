using System.Collections.Immutable;

namespace Dashboard.Core.Runbooks.Checks;

/// <summary>What a typed check expects. What is null or empty is not looked at.</summary>
public abstract record Check
{
    private protected Check()
    {
    }
}

/// <summary>Expectations of a container, by the Docker API.</summary>
public sealed record ContainerCheck : Check
{
    /// <summary>The container's name or id.</summary>
    public required string Name { get; init; }

    /// <summary>Its state, such as <c>running</c>; null for any.</summary>
    public string? State { get; init; }

    /// <summary>Its health, such as <c>healthy</c>; <c>none</c> when it has no health check; null for any.</summary>
    public string? Health { get; init; }

    /// <summary>The image it was made from, as its configuration names it (<c>name:tag</c>), or the image's id; null for any.</summary>
    public string? Image { get; init; }

    /// <summary>Mounts it must have.</summary>
    public ImmutableArray<ExpectedMount> Mounts { get; init; } = [];

    /// <summary>Names of environment variables that must be set. Their values are never read into evidence.</summary>
    public ImmutableArray<string> Env { get; init; } = [];

    /// <summary>How often it may have been restarted at most; null for any number.</summary>
    public long? MaxRestarts { get; init; }
}

/// <summary>A mount that a container must have.</summary>
/// <param name="Target">The path inside the container.</param>
/// <param name="ReadOnly">Whether it must be read-only; null when both will do.</param>
/// <param name="Source">The path on the host, or the volume's name; null for any.</param>
public sealed record ExpectedMount(string Target, bool? ReadOnly, string? Source);

/// <summary>What lies at a path.</summary>
public enum FileType
{
    /// <summary>A regular file, not a link to one.</summary>
    File,

    /// <summary>A directory, not a link to one.</summary>
    Directory,
}

/// <summary>Expectations of a file or directory. Its content is never shown.</summary>
public sealed record FileCheck : Check
{
    /// <summary>The path: absolute, or below the runbooks folder as it was pinned.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it must be there.</summary>
    public bool Exists { get; init; } = true;

    /// <summary>What it must be; null for any.</summary>
    public FileType? Type { get; init; }

    /// <summary>The accepted permission bits; empty for any.</summary>
    public ImmutableArray<UnixFileMode> Modes { get; init; } = [];

    /// <summary>Its owner as <c>user</c> or <c>user:group</c>, by name or number; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>How many bytes it must have at least; null for any number.</summary>
    public long? MinSize { get; init; }

    /// <summary>How many bytes it may have at most; null for any number.</summary>
    public long? MaxSize { get; init; }

    /// <summary>SHA-256 of its bytes, lower-case hex; null for any.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>Expectations of an answer to an HTTP request (RFC 9110).</summary>
public sealed record HttpCheck : Check
{
    /// <summary>The absolute address, <c>http</c> or <c>https</c>.</summary>
    public required string Url { get; init; }

    /// <summary><c>GET</c> or <c>HEAD</c>.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The accepted status codes. Redirects are not followed.</summary>
    public ImmutableArray<int> Statuses { get; init; } = [200];

    /// <summary>A .NET regular expression that the body must match; null for any body. Match it with a time limit.</summary>
    public string? Body { get; init; }

    /// <summary>How long the whole answer may take at most; null for as long as the step's time-out.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Headers to send.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Expectations of a TCP port (RFC 9293).</summary>
public sealed record TcpCheck : Check
{
    /// <summary>The host's name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>Whether a connection must be accepted (true) or must not be (false).</summary>
    public bool Open { get; init; } = true;

    /// <summary>How long connecting may take at most; null for as long as the step's time-out.</summary>
    public TimeSpan? Latency { get; init; }
}
