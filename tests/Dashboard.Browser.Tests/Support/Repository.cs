using Dashboard.Testing;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Where things lie in this repository.</summary>
internal static class Repository
{
    /// <summary>The folder of Dashboard.sln.</summary>
    public static string Root => RepositoryRoot.Path;

    /// <summary>The product, built in the same configuration as these tests.</summary>
    public static string DashboardDll { get; } = Path.Combine(
        Root, "src", "Dashboard", "bin", AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "Dashboard.dll");
}
