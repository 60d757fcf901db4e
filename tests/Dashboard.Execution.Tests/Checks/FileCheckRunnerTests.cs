using Dashboard.Execution.Checks;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Checks;

[Needs(Need.Packages)]
public sealed class FileCheckRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("file-check-").FullName;
    private readonly FileCheckRunner _runner = new();

    [Fact]
    public async Task Look_FileAsExpected_ReportsEachExpectationAndPasses()
    {
        var path = Write("key", "secret\n", UnixFileMode.UserRead);
        var (end, lines) = await _runner.LookAsync(Executions.Of("file", $$"""
            path: ${KEY}
            type: file
            mode: ["0400", "0600"]
            owner: "{{await OwnerAsync(path)}}"
            size: {min: 1, max: 16}
            sha256: {{await Sha256Async(path)}}
            """, inputs: ("KEY", path)));
        end.Failure.ShouldBeNull();
        end.ExitCode.ShouldBe(0);
        lines.ShouldBe([
            "ok   exists: true",
            "ok   type: file",
            "ok   mode: expected 0400 or 0600, found 0400",
            $"ok   owner: {await OwnerAsync(path)}",
            "ok   size: expected 1 to 16 bytes, found 7 bytes",
            $"ok   sha256: {await Sha256Async(path)}",
        ]);
    }

    [Fact]
    public async Task Look_NothingAsExpected_ReportsAllThatIsWrongWithoutTheContent()
    {
        var path = Write("key", "secret\n",
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var (end, lines) = await _runner.LookAsync(Executions.Of("file", $$"""
            path: {{path}}
            type: directory
            mode: ["0400", "0600"]
            owner: 4242:4242
            size: 8
            sha256: "{{new string('a', 64)}}"
            """));
        end.ExitCode.ShouldBe(1);
        end.Failure.ShouldBe("Not as expected: type, mode, owner, size, sha256.");
        lines.ShouldBe([
            "ok   exists: true",
            "fail type: expected directory, found file",
            "fail mode: expected 0400 or 0600, found 0644",
            $"fail owner: expected 4242:4242, found {await OwnerAsync(path)}",
            "fail size: expected 8 bytes, found 7 bytes",
            $"fail sha256: expected {new string('a', 64)}, found {await Sha256Async(path)}",
        ]);
        lines.ShouldAllBe(l => !l.Contains("secret"));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("link/")]
    [InlineData("link/.")]
    public async Task Look_SymbolicLink_LooksAtTheLinkItself(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "real"));
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), Path.Combine(_folder, "real"));
        var (end, lines) = await _runner.LookAsync(
            Executions.Of("file", $"path: {_folder}/{name}\ntype: directory\nsha256: \"{new string('a', 64)}\""));
        end.ExitCode.ShouldBe(1);
        lines.ShouldBe([
            "ok   exists: true",
            "fail type: expected directory, found symbolic link",
            $"fail sha256: expected {new string('a', 64)}, found none: it is a symbolic link",
        ]);
    }

    [Fact]
    public async Task Look_DanglingLinkThatMustNotExist_Fails()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "/nowhere");
        var (end, lines) = await _runner.LookAsync(Executions.Of("file", $"path: {_folder}/link\nexists: false"));
        end.ExitCode.ShouldBe(1);
        lines.ShouldBe(["fail exists: expected false, found true"]);
    }

    [Theory]
    [InlineData("true", 1, "fail exists: expected true, found false")]
    [InlineData("false", 0, "ok   exists: false")]
    public async Task Look_NothingThere_IsAsTheCheckSays(string exists, int exit, string line)
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("file", $"path: {_folder}/none/at/all\nexists: {exists}"));
        end.ExitCode.ShouldBe(exit);
        lines.ShouldBe([line]);
    }

    [Fact]
    public async Task Look_NamedPipe_DoesNotWaitForAWriter()
    {
        await Repository.MustRunAsync("mkfifo", "-m", "600", Path.Combine(_folder, "pipe"));
        var (_, lines) = await _runner.LookAsync(
            Executions.Of("file", $"path: {_folder}/pipe\ntype: file\nsha256: \"{new string('a', 64)}\""));
        lines[1].ShouldBe("fail type: expected file, found named pipe");
        lines[2].ShouldEndWith("found none: it is a named pipe");
    }

    [Fact]
    public async Task Look_RelativePath_LiesInThePinnedFolder()
    {
        Write("pinned", "", UnixFileMode.UserRead);
        var (end, _) = await _runner.LookAsync(Executions.Of("file", "path: pinned\nsize: 0", folder: _folder));
        end.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Look_PathThatClimbs_IsRefused()
    {
        var (end, _) = await _runner.LookAsync(Executions.Of("file", "path: ../etc/passwd", folder: _folder));
        end.Failure.ShouldNotBeNull().ShouldContain("`..`");
    }

    [Fact]
    public async Task Look_OwnerThatNobodyIs_SaysSo()
    {
        var path = Write("key", "", UnixFileMode.UserRead);
        var (end, lines) = await _runner.LookAsync(Executions.Of("file", $"path: {path}\nowner: no-such-user"));
        end.ExitCode.ShouldBe(1);
        lines[1].ShouldEndWith("; there is no user no-such-user");
    }

    [Fact]
    public async Task Look_LineEndInAnInput_WritesNoLineOfItsOwn()
    {
        var path = Write("key", "", UnixFileMode.UserRead);
        var (end, lines) = await _runner.LookAsync(
            Executions.Of("file", "path: ${KEY}\nowner: ${WHO}", inputs: [("KEY", path), ("WHO", "a\nok   all")]));
        end.ExitCode.ShouldBe(1);
        lines.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Look_InputWithoutValue_IsAFailureWithItsLine()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("file", "path: ${KEY}"));
        end.ExitCode.ShouldBeNull();
        end.Failure.ShouldBe("The check cannot be read: Line 11: The input KEY has no value.");
        lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Look_OtherHost_IsRefused()
    {
        var (end, _) = await _runner.LookAsync(Executions.Of("file", "path: /", ssh: "root@host"));
        end.Failure.ShouldBe("A file check runs on the local host only for now, and host is another one.");
    }

    [Fact]
    public async Task Look_AlreadyStopped_EndsWithoutAnAnswer()
    {
        var (end, _) = await _runner.LookAsync(Executions.Of("file", "path: /"), new CancellationToken(true));
        end.Failure.ShouldBe("It was ended before it had found out everything.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text, UnixFileMode mode)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    private static Task<string> OwnerAsync(string path) => Repository.MustRunAsync("stat", "-c", "%U:%G", path);

    private static async Task<string> Sha256Async(string path) => (await Repository.MustRunAsync("sha256sum", path)).Split(' ')[0];
}
