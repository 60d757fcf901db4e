using System.Diagnostics;

namespace Dashboard.Testing;

/// <summary>Servers that live for a minute or two.</summary>
internal static class ShortLived
{
    /// <summary>
    /// Lets such a server leave its code as it was first compiled: what it would learn by counting its own calls, and compile anew, comes
    /// too late to be of use, and costs more than all else that it does.
    /// </summary>
    public static ProcessStartInfo CompiledOnce(this ProcessStartInfo start)
    {
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        return start;
    }
}
