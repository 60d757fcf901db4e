using Microsoft.AspNetCore.Identity;

namespace Dashboard.Engine.Accounts;

/// <summary>A person's account.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>When it was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When somebody last signed in with it, in UTC; null for never.</summary>
    public DateTimeOffset? LastSignIn { get; set; }

    /// <summary>Why a lead locked it; null while it is not locked by one. Identity's own lock-out after failed tries is apart from this.</summary>
    public string? LockedBecause { get; set; }
}

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
