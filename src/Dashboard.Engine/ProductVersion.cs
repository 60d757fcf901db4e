using System.Reflection;

namespace Dashboard.Engine;

/// <summary>The version of this build. <c>Directory.Build.props</c> sets it, and nothing else does.</summary>
public static class ProductVersion
{
    /// <summary>
    /// With the commit it was built from, where the build knew one: <c>0.2.0+5fe7749…</c>. The same as <c>--version</c> prints.
    /// </summary>
    public static string Full { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Without the commit: <c>0.2.0</c>, as CHANGELOG.md names it.</summary>
    public static string Number { get; } = Full.Split('+')[0];
}
