namespace Dashboard.Testing;

/// <summary>Where the repository lies that the tests were built from.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder of Dashboard.sln.</summary>
    public static string Path { get; } = Find();

    /// <summary>The runbooks that ship.</summary>
    public static string Runbooks => Of("runbooks");

    /// <summary>A path in it.</summary>
    public static string Of(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "Dashboard.sln")))
            folder = System.IO.Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
