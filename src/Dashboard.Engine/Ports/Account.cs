using Microsoft.AspNetCore.Identity;

namespace Dashboard.Engine.Ports;

/// <summary>A person's account.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>When it was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When somebody last signed in with it, in UTC; null for never.</summary>
    public DateTimeOffset? LastSignIn { get; set; }

    /// <summary>
    /// Why a lead locked it; null while it is not locked by one. Identity's own lock-out after failed tries is apart from this.
    /// </summary>
    public string? LockedBecause { get; set; }
}
