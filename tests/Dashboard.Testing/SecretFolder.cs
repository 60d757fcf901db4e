using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;

namespace Dashboard.Testing;

/// <summary>A folder for secret files, and runbooks that declare them. Not below /tmp: the sandbox has one of its own.</summary>
internal sealed class SecretFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine("/var/tmp", $"secrets-{Guid.NewGuid():N}")).FullName;

    public string File(string name = "secret") => System.IO.Path.Combine(Path, name);

    public string Write(byte[] content, string name = "secret")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public string Write(string content, string name = "secret") => Write(System.Text.Encoding.UTF8.GetBytes(content), name);

    /// <summary>A preflight step of a runbook that declares these paths.</summary>
    public static string Check(string body, params IEnumerable<string> paths) => SampleBooks.Preflight(body, frontMatter: Declared(paths));

    /// <summary>A changing step and a rollback, behind a gate.</summary>
    public static string Change(string body, params IEnumerable<string> paths) => $$"""
        ---
        {{Declared(paths)}}
        gates:
          - id: go
            phrase: go
            unlocks: mutating
        ---
        ```bash {#change .mutating}
        {{body}}
        ```

        ```bash {#back .rollback}
        {{body}}
        ```
        """;

    /// <summary>Opens a run of a changing step, approves it, and runs it.</summary>
    public static async Task<(string Run, Attempt Attempt)> ChangeAsync(EngineHarness engine, string body, params string[] paths)
    {
        var run = await engine.OpenAsync(Change(body, paths));
        (await engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""))).Done.ShouldBeTrue();
        return (run, await engine.RunAsync(run, "change"));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Declared(IEnumerable<string> paths) =>
        "title: A book with secrets\nsecrets:\n" + string.Join('\n', paths.Select(p => $"  - file: {p}"));
}
