namespace Dashboard.Engine.Ports;

/// <summary>A one-time link to an account.</summary>
public sealed class Invitation
{
    /// <summary>Its id.</summary>
    public string Id { get; set; } = "";

    /// <summary>SHA-256 of the token, lower-case hex. The token itself is kept nowhere.</summary>
    public string TokenHash { get; set; } = "";

    /// <summary>What the account may do: role names, separated by commas.</summary>
    public string Roles { get; set; } = "";

    /// <summary>Whether it is for the first account, and worth nothing once there is one.</summary>
    public bool First { get; set; }

    /// <summary>When it was made, in ticks of 100 ns, UTC.</summary>
    public long CreatedAt { get; set; }

    /// <summary>When it ends, in ticks of 100 ns, UTC.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>When it was used or withdrawn, in ticks of 100 ns, UTC; null while it can be used.</summary>
    public long? UsedAt { get; set; }

    /// <summary>Who made it, for people.</summary>
    public string MadeBy { get; set; } = "";
}
