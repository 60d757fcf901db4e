using System.Reflection;

namespace Dashboard.Execution.Confinement;

/// <summary>Texts that come with the sandbox, embedded in the assembly.</summary>
internal static class SandboxResources
{
    /// <summary>Reads one by its file name.</summary>
    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Sandbox." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
