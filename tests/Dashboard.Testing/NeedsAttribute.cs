using System.Reflection;
using Xunit.v3;

namespace Dashboard.Testing;

/// <summary>What a slow test asks of its machine, besides the SDK.</summary>
internal enum Need
{
    /// <summary>The rights of root: other users, namespaces, mounts, cgroups.</summary>
    Root,

    /// <summary>A Docker engine that answers.</summary>
    Docker,

    /// <summary>A browser without a screen (Debian's chromium-headless-shell).</summary>
    Browser,

    /// <summary>Debian's packages that <c>scripts/dev/packages.sh</c> installs.</summary>
    Packages,

    /// <summary>Time: seconds of waiting, or of computing.</summary>
    Time,
}

/// <summary>
/// Says by a trait what a test needs: <c>./test --fast</c> leaves it out, and where that is missing <c>NeedsFramework</c> skips it,
/// with the reason.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsAttribute(params Need[] needs) : Attribute, ITraitAttribute
{
    /// <summary>What it needs.</summary>
    public IReadOnlyList<Need> Needs { get; } = needs;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [.. Needs.Select(n => KeyValuePair.Create("Needs", n.ToString())), KeyValuePair.Create("Speed", "Slow")];

    /// <summary>What a test needs: as its assembly, its class and its method say.</summary>
    internal static IEnumerable<Need> Of(Type type, MethodInfo method) =>
        new MemberInfo[] { type, method }.SelectMany(m => m.GetCustomAttributes<NeedsAttribute>())
            .Concat(type.Assembly.GetCustomAttributes<NeedsAttribute>()).SelectMany(a => a.Needs).Distinct();
}
