using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Verification;

namespace Dashboard.CrashHost;

/// <summary>Verifies a bundle in a process of its own, whose peak of memory the kernel tells.</summary>
internal static class VerifyChild
{
    /// <summary>The first argument that asks for it; then the bundle and the file of signers.</summary>
    public const string Word = "verify-bundle";

    /// <summary>Verifies, and tells what was found and the peak.</summary>
    public static async Task RunAsync(string bundle, string signers)
    {
        try
        {
            foreach (var fault in (await BundleCheck.RunAsync(bundle, signers)).Faults)
                Console.WriteLine($"fault {fault.Where}: {fault.What}: {fault.Found.ReplaceLineEndings(" ")}");
        }
        catch (StorageException e)
        {
            Console.WriteLine($"fault {e.Message}");
        }

        Console.WriteLine(File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmHWM", StringComparison.Ordinal)));
    }
}
