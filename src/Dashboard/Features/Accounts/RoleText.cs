using Dashboard.Core.Gates;

namespace Dashboard.Features.Accounts;

/// <summary>Roles in words.</summary>
internal static class RoleText
{
    /// <summary>What somebody with this role may do.</summary>
    public static string Meaning(this Role role) => role switch
    {
        Role.Operator => "opens, runs, approves and closes runs.",
        Role.Lead => "approves gates, adds notes, and manages accounts.",
        _ => "reads every page and changes nothing.",
    };
}
