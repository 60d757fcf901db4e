using System.Net.Sockets;
using Dashboard.Execution.Secrets;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Secrets;

[Needs(Need.Packages)]
public sealed class HostSecretsTests : IDisposable
{
    private readonly SecretFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_NamedPipe_IsRefusedAndNotWaitedFor()
    {
        await Repository.MustRunAsync("mkfifo", _folder.File());

        Refused(_folder.File()).ShouldContain("it is a named pipe, not a file");
    }

    [Fact]
    public void Read_Socket_IsRefused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.File()));

        Refused(_folder.File()).ShouldContain("it is a socket, not a file");
    }

    [Theory]
    [InlineData("/dev/zero", "it is a device, not a file")]
    [InlineData("/dev/tty", "it is a device, not a file")]
    [InlineData("/usr", "the folder holds more than 1000 files")]
    [InlineData("/proc/sys/vm/compact_memory", "permission denied")]
    public void Read_WhatCannotBeKnown_IsRefusedWithWhatToDo(string path, string why)
    {
        Refused(path).ShouldContain(why);
        Refused(path).ShouldContain("Let it be a file of at most 1 MiB");
    }

    [Fact]
    public void Read_LinksInACircle_AreRefused()
    {
        File.CreateSymbolicLink(_folder.File("a"), _folder.File("b"));
        File.CreateSymbolicLink(_folder.File("b"), _folder.File("a"));

        Refused(_folder.File("a")).ShouldContain("symbolic links");
    }

    [Fact]
    public void Read_TooLong_IsRefused()
    {
        Refused(_folder.Write(new byte[HostSecrets.MaxBytes + 1])).ShouldContain("it is longer than 1024 KiB");
        _folder.Write(new byte[HostSecrets.MaxBytes / 2], "folder/one");
        _folder.Write(new byte[(HostSecrets.MaxBytes / 2) + 1], "folder/two");
        Refused(_folder.File("folder")).ShouldContain("longer than");
    }

    [Fact]
    public void Read_Folder_KnowsEachFileInIt()
    {
        _folder.Write("PASSWORD=first-value-in-it", "folder/app.env");
        _folder.Write("second-value-in-it\n", "folder/below/it/token");
        // As kubelet mounts a secret: links to a folder beside them, which is a link itself.
        _folder.Write("third-value-in-it", "folder/..2026/key");
        File.CreateSymbolicLink(_folder.File("folder/..data"), "..2026");
        File.CreateSymbolicLink(_folder.File("folder/key"), "..data/key");
        File.CreateSymbolicLink(_folder.File("folder/circle"), ".");

        // A user's name of three letters is no secret; a password of three letters is one that cannot be masked.
        _folder.Write("app", "folder/username");
        var texts = Values(_folder.File("folder"));

        texts.ShouldContain("first-value-in-it");
        texts.ShouldContain("second-value-in-it");
        texts.Count(t => t == "third-value-in-it").ShouldBe(1);
        texts.ShouldNotContain("app");
        _folder.Write("abc", "folder/password");
        HostSecrets.Read("KEY", _folder.File("folder"), SecretDefences.All).Words.ShouldNotBeNull()
            .ShouldContain("password has 3 characters");
    }

    [Fact]
    public void Read_Nothing_IsAbsent()
    {
        HostSecrets.Read("KEY", _folder.File(), SecretDefences.All).State.ShouldBe(SecretState.Absent);
        HostSecrets.Read("KEY", _folder.Write("x", "file") + "/below", SecretDefences.All).State.ShouldBe(SecretState.Absent);
        HostSecrets.Read("KEY", _folder.Path + "/empty", SecretDefences.All).State.ShouldBe(SecretState.Absent);
    }

    [Fact]
    public void Stamp_OfAFile_ChangesWhenItDoes()
    {
        _folder.Write("one-of-the-values");
        var later = DateTimeOffset.UnixEpoch.AddYears(500);
        var before = HostSecrets.Stamp(_folder.Path, later);
        HostSecrets.Stamp(_folder.Path, later).ShouldBe(before);

        _folder.Write("two-of-the-values");
        HostSecrets.Stamp(_folder.Path, later).ShouldNotBe(before);
        // Just changed: the clock of files advances in steps, so its time tells nothing yet.
        HostSecrets.Stamp(_folder.Path, TimeProvider.System.GetUtcNow()).ShouldBe("");
    }

    private static string Refused(string path)
    {
        var reading = HostSecrets.Read("KEY_FILE", path, SecretDefences.All);
        reading.State.ShouldBe(SecretState.Refused);
        return reading.Words.ShouldNotBeNull();
    }

    private static string[] Values(string path) =>
        [.. HostSecrets.Read("KEY", path, SecretDefences.All).Values.Select(v => System.Text.Encoding.UTF8.GetString(v.Span))];
}
