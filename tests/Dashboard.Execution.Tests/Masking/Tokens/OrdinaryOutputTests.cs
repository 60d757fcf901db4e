using System.Diagnostics;
using System.Text;
using Dashboard.Execution.Masking.Tokens;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Masking.Tokens;

/// <summary>What steps print on an ordinary day has no tokens in it: less than one false mask in 10 MB, none in what is public.</summary>
[Needs(Need.Packages)]
public sealed class OrdinaryOutputTests(ITestOutputHelper log)
{
    // Of each command. A hundred in the campaign. What packages hold, and not what a machine's people have put there: that may hold a
    // token.
    private static readonly long Megabytes = Campaign.Number("CUTOVER_TOKENS_MB", 1);

    private static readonly string[] Commands =
    [
        "dpkg -l; dpkg --status",
        "find / -xdev -ls",
        "mount; cat /proc/cpuinfo /proc/self/maps",
        "git log --format=raw --stat; git ls-tree -r HEAD; git ls-files -s",
        "sha256sum /usr/bin/[a-d]*; cat /var/lib/dpkg/info/*.md5sums",
        "cat /etc/ssl/certs/*.pem; for f in /etc/ssl/certs/A*.pem; do openssl x509 -noout -text -in $f; done",
        "od -An -tx1z /usr/bin/openssl",
        "od -c /usr/bin/gpg",
        "base64 /usr/bin/openssl",
        "base64 -w0 /usr/bin/git",
        "find /usr/lib/python3* /usr/share/perl -name '*.p[yml]' -type f -exec cat {} +",
        "find /usr/share/dotnet /usr/lib/dotnet -name '*.json' -type f -exec cat {} +",
        "find /usr/share/doc -name '*.gz' -exec zcat {} +",
        "cat /etc/services /etc/mime.types /etc/adduser.conf /etc/nsswitch.conf",
        "strings -n 6 /usr/bin/git /usr/bin/ssh || grep -ao '[[:print:]]\\{6,\\}' /usr/bin/git",
        "for i in $(seq 100); do cat /proc/sys/kernel/random/uuid; done",
        "head -c 60000000 /dev/urandom | base64",
        "head -c 60000000 /dev/urandom | od -An -tx8",
    ];

    [Fact]
    public async Task Find_OutputOfOrdinaryCommands_MasksLessThanOnceInTenMegabytes()
    {
        var found = new List<string>();
        long bytes = 0;
        foreach (var command in Commands)
        {
            var output = await OutputAsync($"{command} 2>/dev/null | head -c {Megabytes}000000");
            var ranges = new List<Range>();
            TokenFinder.Shared.Find(output, ranges);
            found.AddRange(ranges.Select(r => $"{command}: {r}"));
            bytes += output.Length;
        }

        log.WriteLine($"{found.Count} in {bytes / 1_000_000} MB");
        bytes.ShouldBeGreaterThan(5_000_000);
        (found.Count * 10_000_000L).ShouldBeLessThan(bytes, string.Join('\n', found));
    }

    [Fact]
    public async Task Find_PublicKeysAndCertificates_StayVisible()
    {
        var folder = Directory.CreateTempSubdirectory("public-").FullName;
        try
        {
            var output = await OutputAsync(
                $"cd {folder}; for t in ed25519 rsa ecdsa; do ssh-keygen -q -t $t -N '' -f $t; "
                + "ssh-keygen -q -s ed25519 -I operator -n root $t.pub; cat $t.pub $t-cert.pub; "
                + "ssh-keygen -lf $t.pub; ssh-keygen -Lf $t-cert.pub; ssh-keygen -e -f $t.pub; ssh-keygen -e -m PKCS8 -f $t.pub; done; "
                + "openssl req -x509 -newkey ed25519 -nodes -subj /CN=host -keyout k -out c; "
                + "openssl x509 -in c -text; openssl pkey -in k -pubout; openssl req -new -key k -subj /CN=host; base64 c; base64 -w0 c");
            Encoding.ASCII.GetString(output).ShouldContain("ssh-ed25519-cert-v01");
            var ranges = new List<Range>();
            TokenFinder.Shared.Find(output, ranges);
            ranges.ShouldBeEmpty();
            KeyBlocks.All.SelectMany(b => b.Begins)
                .ShouldAllBe(b => Dense(output).IndexOf(Encoding.ASCII.GetString(b), StringComparison.Ordinal) < 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Texts made to cost as much as they can: the work for each byte does not grow with the text.
    [Theory]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJhbGciOiJIUzI1NiJ9/")]
    [InlineData("xoxb-1111111111-1111111111")]
    [InlineData("mailgun \"'\"'=")]
    [InlineData("\"k\":\"aaaaaaaaaaaaaaaaaaaa\",")]
    [InlineData("Authorization: Bearer ")]
    [InlineData("hvs.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.")]
    [InlineData("ghp_")]
    public void Find_HostileText_IsLinearWork(string part)
    {
        var (once, twice) = (Work(60_000), Work(120_000));
        log.WriteLine($"{once / 60_000.0:F0} bytes looked at for each");
        twice.ShouldBeInRange(once, (2 * once) + (once / 5) + (4 * TokenPattern.Longest));

        long Work(int length) =>
            TokenFinder.Shared.Find(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, length / part.Length))), []);
    }

    [Fact]
    public void Find_LogLines_AllocatesNothing()
    {
        var line = Encoding.ASCII.GetBytes(
            "2026-11-29T04:10:22.123Z INFO  [worker-7] migrated table public.orders: 10423 rows in 812 ms, checksum 9f86d081884c7d65\n");
        var text = new byte[line.Length * (int)(Campaign.Number("CUTOVER_TOKENS_MB", 1) * 1_000_000 / line.Length)];
        for (var at = 0; at < text.Length; at += line.Length)
            line.CopyTo(text, at);
        var memory = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        var finder = new TokenFinder(TokenFinder.Load());
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - memory) / 1024;
        log.WriteLine($"start {clock.Elapsed.TotalMilliseconds:F1} ms, {allocated} KiB allocated");
        finder.Find(text, []);
        memory = GC.GetAllocatedBytesForCurrentThread();
        clock.Restart();
        finder.Find(text, []);
        log.WriteLine($"{text.Length / clock.Elapsed.TotalSeconds / 1e6:F0} MB/s");
        (GC.GetAllocatedBytesForCurrentThread() - memory).ShouldBeLessThan(10_000);
    }

    private static string Dense(byte[] output) => string.Concat(Encoding.Latin1.GetString(output).Where(c => c > ' '));

    private static async Task<byte[]> OutputAsync(string command)
    {
        var start = new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return output.ToArray();
    }
}
