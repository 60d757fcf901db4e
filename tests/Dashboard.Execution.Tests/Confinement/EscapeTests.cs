using Dashboard.Execution.Confinement;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Execution.Tests.Confinement;

/// <summary>The ways out of the sandbox that were found: none is open, and each is when the layer that shuts it is taken off.</summary>
[Needs(Need.Docker, Need.Root, Need.Packages)]
public sealed class EscapeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Sandbox_AsItIs_LetsNothingThrough()
    {
        await using var runners = new Runners();

        var verdict = await Trial(runners).TryAsync();

        verdict.ShouldBe(new(true, Stands: true, ""));
    }

    // Landlock keeps /proc/sys and later mounts shut too, so it comes off with the layer that is looked at.
    [Theory]
    [InlineData("seccomp", "call open_by_handle_at")]
    [InlineData("seccomp", "call unshare")]
    [InlineData("seccomp", "call add_key")]
    [InlineData("seccomp", "call bpf")]
    [InlineData("seccomp", "call io_uring_setup")]
    [InlineData("seccomp", "call ptrace")]
    [InlineData("seccomp", "socket Unix")]
    [InlineData("seccomp", "connect to /var/tmp/")]
    [InlineData("seccomp", "socket netlink uevent")]
    [InlineData("seccomp", "flock a file")]
    [InlineData("seccomp", "lock a file")]
    [InlineData("seccomp", "lease a file")]
    [InlineData("seccomp", "32-bit calls")]
    [InlineData("seccomp", "pair of sockets for datagrams")]
    [InlineData("seccomp", "leave a hint at a file")]
    [InlineData("seccomp", "add an encryption key")]
    [InlineData("seccomp", "remove an encryption key")]
    [InlineData("landlock", "/pipe")]
    [InlineData("landlock", "hand its memory to the host in a crash")]
    [InlineData("mounts", "change the mode of /dev/null")]
    [InlineData("mounts", "change the times of /dev/tty")]
    [InlineData("mounts", "change the mode of standard input")]
    [InlineData("proc", "write /proc/sys/kernel/core_pattern")]
    public async Task Sandbox_WithoutALayer_LetsThroughWhatItShuts(string without, string open)
    {
        var layers = without switch
        {
            "seccomp" => new SandboxLayers { Seccomp = false },
            "landlock" => new SandboxLayers { Landlock = false },
            "mounts" => new SandboxLayers { OwnMounts = false },
            _ => new SandboxLayers { ReadOnlyProc = false, Landlock = false },
        };

        var said = await RunEscapesAsync(layers);

        said.Where(l => l.StartsWith("open: ", StringComparison.Ordinal))
            .ShouldContain(l => l.Contains(open, StringComparison.Ordinal), string.Join('\n', said));
    }

    [Fact]
    public async Task Script_OfEscapes_TriesWhatItSays()
    {
        var said = await RunEscapesAsync(new());
        output.WriteLine(string.Join('\n', said));
        said.ShouldHaveSingleItem();
        int.Parse(said[0]["tried: ".Length..], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(150);
    }

    /// <summary>The helper goes without <c>use strict</c> because of what that costs before every step; it is held to it here.</summary>
    [Theory]
    [InlineData("landlock.pl")]
    [InlineData("escapes.pl")]
    public async Task Script_OfTheSandbox_IsStrict(string name)
    {
        using var canaries = new SandboxCanaries();
        var script = Path.Combine(canaries.Folder, name);
        await File.WriteAllTextAsync(script, SandboxResources.Read(name), TestContext.Current.CancellationToken);
        await TestContainer.ShellAsync($"perl -Mstrict -wc {script}");
    }

    /// <summary>
    /// The devices of the sandbox are its own: those of the host's disks are not among them, and none takes another's place.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Devices_InTheSandbox_AreTheFewThatScriptsNeed(bool ownMounts)
    {
        var seen = await RunAsync(new() { OwnMounts = ownMounts }, """
            cd /dev
            ls
            for d in null zero full random urandom tty; do stat -c '%n %t:%T %a' $d; done
            head -c 4 /dev/zero | od -An -tx1
            echo gone >/dev/null
            echo kept | cat /dev/stdin
            cat <(echo through a descriptor)
            ( echo x >/dev/full ) 2>/dev/null || echo full
            ( : </dev/tty ) 2>/dev/null || echo no terminal
            echo shared >/dev/shm/file && cat /dev/shm/file
            ls /dev/pts
            find /dev -type b
            """);
        seen.ShouldBe([
            "core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom", "zero",
            "null 1:3 666", "zero 1:5 666", "full 1:7 666", "random 1:8 666", "urandom 1:9 666", "tty 5:0 666",
            " 00 00 00 00", "kept", "through a descriptor", "full", "no terminal", "shared", "ptmx",
        ]);
    }

    /// <summary>Opens every file below /proc and /sys for writing: without a read-only /proc there were more than a thousand.</summary>
    [Fact]
    public async Task Kernel_FilesBelowProcAndSys_CannotBeOpenedForWriting()
    {
        const string look = """
            set +o pipefail
            find /proc /sys -xdev -type f 2>/dev/null | perl -MFcntl -ne 'chomp; next if m{^/proc/\d+/(task|fd)}; print "$_\n" if sysopen my $f, $_, O_WRONLY | O_NONBLOCK'
            find /sys/fs -type f 2>/dev/null | perl -MFcntl -ne 'chomp; print "$_\n" if sysopen my $f, $_, O_WRONLY | O_NONBLOCK'
            """;
        (await RunAsync(new(), look)).ShouldBeEmpty();
        (await RunAsync(new() { ReadOnlyProc = false, Landlock = false }, look)).Length.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Data_MountedElsewhere_AreHiddenThereToo()
    {
        var place = Directory.CreateDirectory($"/var/tmp/elsewhere-{Guid.NewGuid():N}").FullName;
        var parent = Directory.CreateDirectory($"/var/tmp/data-{Guid.NewGuid():N}").FullName;
        var data = Directory.CreateDirectory(Path.Combine(parent, "dashboard")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "dashboard.db"), "evidence", TestContext.Current.CancellationToken);
        await TestContainer.ShellAsync($"mount --bind {parent} {place}");
        try
        {
            var look = $"cat {data}/dashboard.db {place}/dashboard/dashboard.db 2>/dev/null || true";
            (await RunAsync(new(), look, data)).ShouldBeEmpty();
            (await RunAsync(new() { AllMounts = false }, look, data)).ShouldBe(["evidence"]);
            var single = Path.Combine(parent, "single");
            await File.WriteAllTextAsync(single, "", TestContext.Current.CancellationToken);
            await TestContainer.ShellAsync($"umount {place}; mount --bind {data}/dashboard.db {single}");
            look = $"cat {single} 2>/dev/null || true";
            (await RunAsync(new(), look, data)).ShouldBeEmpty();
            (await RunAsync(new() { AllMounts = false }, look, data)).ShouldBe(["evidence"]);
            await TestContainer.ShellAsync(
                $"umount {single}; mkdir {place}-low; mount -t overlay overlay -o lowerdir={parent}:{place}-low {place}");
            look = $"cat {place}/dashboard/dashboard.db 2>/dev/null || true";
            (await RunAsync(new(), look, data)).ShouldBeEmpty();
            (await RunAsync(new() { AllMounts = false }, look, data)).ShouldBe(["evidence"]);
        }
        finally
        {
            await TestContainer.ShellAsync($"umount {place}; rm -rf {place} {place}-low {parent}");
        }
    }

    /// <summary>What the host mounts while a step runs is not there for it: it came as a copy that could be written to.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Mount_MadeDuringAStep_StaysOut(bool ownMounts, bool reached)
    {
        var shared = Directory.CreateDirectory($"/var/tmp/late-{Guid.NewGuid():N}").FullName;
        var place = Directory.CreateDirectory(Path.Combine(shared, "place")).FullName;
        // As systemd has it for the whole host.
        await TestContainer.ShellAsync($"mount --bind {shared} {shared} && mount --make-shared {shared}");
        await using var runners = new Runners(
            replace: s => s.Replace(ServiceDescriptor.Singleton(new SandboxLayers { OwnMounts = ownMounts, Landlock = false })));
        var sink = new RecordingSink();
        try
        {
            var running = runners.Of("bash").RunAsync(Executions.Of("bash", $$"""
                echo ready
                for i in $(seq 400); do
                  if grep -q ' {{place}} ' /proc/self/mountinfo; then ( echo x >{{place}}/file ) 2>/dev/null && echo reached; exit 0; fi
                  [ ! -e {{shared}}/done ] || exit 0
                  sleep 0.05
                done
                """, folder: runners.Folder), sink, default);
            await sink.SeesAsync("ready", running);
            await TestContainer.ShellAsync($"mount -t tmpfs none {place} && sleep 0.5 && touch {shared}/done");
            await running;
            sink.Lines.Contains("reached").ShouldBe(reached);
        }
        finally
        {
            await TestContainer.ShellAsync($"umount {place}; umount {shared}; rm -r {shared}");
        }
    }

    private static async Task<string[]> RunEscapesAsync(SandboxLayers layers)
    {
        using var canaries = new SandboxCanaries();
        var script = Path.Combine(canaries.Folder, "escapes.pl");
        await File.WriteAllTextAsync(script, SandboxResources.Read("escapes.pl"), TestContext.Current.CancellationToken);
        return await RunAsync(layers, $"perl {script} {string.Join(' ', canaries.Arguments.Concat(SandboxTrial.Numbers()))} "
            + $"pid={Environment.ProcessId} began={SandboxTrial.Began()}");
    }

    private static async Task<string[]> RunAsync(SandboxLayers layers, string script, string? data = null)
    {
        // A layer that is off is found by the trial, which then says so; the step runs in what is left of the sandbox.
        await using var runners = new Runners(o => o.Data = data ?? o.Data, s => s.Replace(ServiceDescriptor.Singleton(layers)));
        var sink = new RecordingSink();
        var end = await runners.Of("bash")
            .RunAsync(Executions.Of("bash", script, folder: runners.Folder, inputs: ("DATA", data ?? runners.Data)), sink, default);
        end.ExitCode.ShouldBe(0, sink.Stderr);
        // Outside of any sandbox everything is open, which would show nothing.
        end.Sandbox.ShouldNotContain("cannot be set up");
        return sink.Lines;
    }

    private static ISandboxTrial Trial(Runners runners) => runners.Services.GetRequiredService<ISandboxTrial>();
}
