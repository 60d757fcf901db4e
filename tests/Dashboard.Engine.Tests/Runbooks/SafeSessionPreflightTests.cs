using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runbooks;

[Collection<SafeSessionHost.Shared>]
[Needs(Need.Docker)]
public sealed class SafeSessionPreflightTests(SafeSessionHost host)
{
    private const int Checks = 13;

    [Fact]
    public async Task Preflight_AllIsWell_SaysOkThirteenTimesAndExitsWithZero()
    {
        var key = await host.RenderKeyAsync();
        var fingerprint = (await Repository.MustRunAsync("ssh-keygen", "-lf", key + ".pub")).Split(' ')[1];

        var end = await host.PreflightAsync(key);

        end.Stdout.ShouldContain($"ok ca_key_openssh_without_passphrase {fingerprint} (ED25519)");
        end.Lines.Length.ShouldBe(Checks);
        end.Lines.ShouldAllBe(l => l.StartsWith("ok ", StringComparison.Ordinal));
        end.Stderr.ShouldBeEmpty();
        end.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("nobody:root")]
    [InlineData("root:nogroup")]
    [InlineData("nobody:nogroup")]
    public async Task Preflight_KeyOfAnotherOwner_Fails(string owner)
    {
        var key = await host.RenderKeyAsync();
        await Repository.MustRunAsync("chown", owner, key);
        await ShouldFailOnly(key, $"ca_key_owner_must_be_root:root found {owner}");
    }

    [Theory]
    [InlineData("0400")]
    [InlineData("0600")]
    public async Task Preflight_ModeForRootAlone_Passes(string mode)
    {
        var key = await host.RenderKeyAsync();
        await Repository.MustRunAsync("chmod", mode, key);
        var end = await host.PreflightAsync(key);
        end.Stdout.ShouldContain($"ok ca_key_mode {mode}");
        end.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("0500")]
    [InlineData("0700")]
    [InlineData("0200")]
    [InlineData("0000")]
    [InlineData("0440")]
    [InlineData("0640")]
    [InlineData("0604")]
    [InlineData("0644")]
    [InlineData("4600")]
    public async Task Preflight_AnyOtherMode_Fails(string mode)
    {
        var key = await host.RenderKeyAsync();
        await Repository.MustRunAsync("chmod", mode, key);
        await ShouldFailOnly(key, $"ca_key_mode_must_be_0400_or_0600 found {mode}");
    }

    [Fact]
    public async Task Preflight_SymbolicLink_Fails()
    {
        var key = await host.RenderKeyAsync();
        File.CreateSymbolicLink(key + "-link", key);
        await ShouldFail(key + "-link", "ca_key_must_be_a_regular_file: it is a symbolic link");
    }

    [Fact]
    public async Task Preflight_Directory_Fails() =>
        await ShouldFail(Path.GetDirectoryName(await host.RenderKeyAsync())!, "ca_key_must_be_a_regular_file: it is a directory");

    [Fact]
    public async Task Preflight_NoSuchFile_Fails() =>
        await ShouldFail(await host.RenderKeyAsync() + "-gone", "ca_key_must_be_a_regular_file: there is no such file");

    [Fact]
    public async Task Preflight_Fifo_FailsAndDoesNotWaitForIt()
    {
        var fifo = await host.RenderKeyAsync() + "-fifo";
        await Repository.MustRunAsync("mkfifo", "--mode=0600", fifo);
        await ShouldFail(fifo, "ca_key_must_be_a_regular_file: it is a fifo");
    }

    [Fact]
    public async Task Preflight_NotAKey_Fails()
    {
        var key = await host.RenderKeyAsync();
        await File.WriteAllTextAsync(key, "this is a note, not a key\n", TestContext.Current.CancellationToken);
        await ShouldFailOnly(key, "ca_key_must_be_an_openssh_private_key_without_passphrase: its first line is another");
    }

    [Fact]
    public async Task Preflight_KeyThatWasCutOff_Fails()
    {
        var key = await host.RenderKeyAsync();
        var lines = await File.ReadAllLinesAsync(key, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(key, lines[..3], TestContext.Current.CancellationToken);
        await ShouldFailOnly(key, "ca_key_must_be_an_openssh_private_key_without_passphrase: ssh-keygen cannot read it");
    }

    [Fact]
    public async Task Preflight_KeyWithAPassphrase_Fails() =>
        await ShouldFailOnly(await host.RenderKeyAsync(passphrase: "opensesame"),
            "ca_key_must_be_an_openssh_private_key_without_passphrase: it has a passphrase");

    [Fact]
    public async Task Preflight_PublicKey_Fails()
    {
        var key = await host.RenderKeyAsync() + ".pub";
        await Repository.MustRunAsync("chmod", "0600", key);
        await ShouldFailOnly(key, "ca_key_must_be_an_openssh_private_key_without_passphrase: its first line is another");
    }

    [Fact]
    public async Task Preflight_PemKey_Fails() =>
        await ShouldFailOnly(await host.RenderKeyAsync("rsa", format: "PEM"),
            "ca_key_must_be_an_openssh_private_key_without_passphrase: its first line is another");

    [Fact]
    public async Task Preflight_VariableUnset_FailsAndStillRunsEveryCheck()
    {
        var end = await host.PreflightAsync(null);
        end.Lines.Length.ShouldBe(Checks);
        end.Stdout.ShouldContain("fail ca_key_variable_must_be_set");
        end.Stdout.ShouldContain("ok container_running");
        end.Stdout.ShouldContain("fail overlay_must_render");
        end.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Preflight_RelativePath_Fails() => await ShouldFail("rendered/ca", "ca_key_path_must_be_absolute");

    [Fact]
    public async Task Preflight_KeyPastedInPlaceOfItsPath_IsNotPrinted()
    {
        var body = await File.ReadAllTextAsync(await host.RenderKeyAsync(), TestContext.Current.CancellationToken);
        await ShouldFail(body, "ca_key_path_must_be_absolute");
        await ShouldFail("/" + body, "ca_key_path_must_be_absolute");
    }

    [Theory]
    [InlineData("init")]
    [InlineData("init", "--bare")]
    public async Task Preflight_KeyInsideAGitRepository_Fails(params string[] init)
    {
        var key = await host.RenderKeyAsync();
        await Repository.MustRunAsync("git", [.. init, "--quiet", Path.GetDirectoryName(key)!]);
        await ShouldFailOnly(key, "ca_key_must_be_outside_git");
    }

    [Fact]
    public async Task Preflight_KeyBelowAWorkTreeThatGitRefuses_Fails()
    {
        var key = await host.RenderKeyAsync();
        var folder = Path.GetDirectoryName(key)!;
        // A work tree of its own repository elsewhere: `.git` is a file, and what it names is gone.
        await File.WriteAllTextAsync(Path.Combine(folder, ".git"), "gitdir: /nowhere\n", TestContext.Current.CancellationToken);
        await ShouldFailOnly(key, "ca_key_must_be_outside_git");
    }

    [Theory]
    [InlineData("chmod", "0775")]
    [InlineData("chmod", "0757")]
    [InlineData("chmod", "1777")]
    [InlineData("chown", "nobody")]
    public async Task Preflight_FolderThatOthersCanWriteTo_Fails(string command, string argument)
    {
        var key = await host.RenderKeyAsync();
        await Repository.MustRunAsync(command, argument, Path.GetDirectoryName(key)!);
        await ShouldFailOnly(key, "ca_key_directory_must_not_be_writable_by_others");
    }

    [Fact]
    public async Task Preflight_SeveralThingsWrongAtOnce_NamesThemAll()
    {
        var key = await host.RenderKeyAsync(passphrase: "opensesame");
        await Repository.MustRunAsync("chown", "nobody", key);
        await Repository.MustRunAsync("chmod", "0644", key);
        await Repository.MustRunAsync("chmod", "0777", Path.GetDirectoryName(key)!);

        var end = await host.PreflightAsync(key, SafeSessionHost.Bare);

        end.Lines.Length.ShouldBe(Checks);
        end.Lines.Where(l => l.StartsWith("fail ", StringComparison.Ordinal)).Select(l => l.Split(' ', ':')[1]).ShouldBe([
            "ca_key_owner_must_be_root", "ca_key_mode_must_be_0400_or_0600", "ca_key_directory_must_not_be_writable_by_others",
            "ca_key_must_be_an_openssh_private_key_without_passphrase", "container_must_have_ssh-keygen",
        ]);
        end.ExitCode.ShouldBe(1);
        await NothingOf(key, end);
    }

    private async Task<ProgramEnd> ShouldFail(string key, string reason)
    {
        var end = await host.PreflightAsync(key);
        end.Lines.Length.ShouldBe(Checks, end.Stdout);
        end.Lines.ShouldContain(l => l.StartsWith("fail " + reason, StringComparison.Ordinal), end.Stdout);
        end.ExitCode.ShouldBe(1);
        await NothingOf(key, end);
        return end;
    }

    private async Task ShouldFailOnly(string key, string reason) =>
        (await ShouldFail(key, reason)).Lines.Count(l => l.StartsWith("fail ", StringComparison.Ordinal)).ShouldBe(1);

    /// <summary>No line of the key, and no sixteen bytes of one, may be in what was printed.</summary>
    private static async Task NothingOf(string key, ProgramEnd end)
    {
        var text = key.Contains('\n', StringComparison.Ordinal) ? key
            : new FileInfo(key) is { Exists: true, Length: > 0 }
                ? await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken) : "";
        var printed = end.Stdout + end.Stderr;
        foreach (var line in text.Split('\n').Where(l => !l.StartsWith("---", StringComparison.Ordinal)))
        {
            for (var at = 0; at + 16 <= line.Length; at++)
                printed.ShouldNotContain(line.Substring(at, 16));
        }
    }
}
