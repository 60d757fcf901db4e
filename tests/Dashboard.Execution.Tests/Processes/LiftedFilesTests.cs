using Dashboard.Execution.Processes;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Processes;

/// <summary>What a process is handed keeps its content, wherever the server's own descriptor lies.</summary>
[Needs(Need.Root)]
public sealed class LiftedFilesTests
{
    [Fact]
    public void Descriptors_AreNoneOfThoseThatAreGiven()
    {
        var files = Enumerable.Range(0, 7).Select(i => i == 3 ? null : ChildProcess.InMemory(new[] { (byte)i })).ToArray();
        // As many places as it takes for one of ours to lie among them.
        var places = files.Concat(Enumerable.Repeat<Microsoft.Win32.SafeHandles.SafeFileHandle?>(null,
            files.Max(f => f is null ? 0 : (int)f.DangerousGetHandle()))).ToArray();

        using (var lifted = new LiftedFiles(places))
        {
            lifted[3].ShouldBeNull();
            foreach (var i in new[] { 0, 1, 2, 4, 5, 6 })
            {
                lifted[i]!.Value.ShouldBeGreaterThanOrEqualTo(places.Length);
                File.ReadAllBytes($"/proc/self/fd/{lifted[i]}").ShouldBe([(byte)i]);
            }
        }

        foreach (var file in files)
            file?.Dispose();
    }

    [Fact]
    public void Descriptors_ThatLieAbove_AreTheSame()
    {
        using var file = ChildProcess.InMemory(new byte[] { 7 });
        using var lifted = new LiftedFiles([file]);
        lifted[0].ShouldBe((int)file.DangerousGetHandle());
    }
}
