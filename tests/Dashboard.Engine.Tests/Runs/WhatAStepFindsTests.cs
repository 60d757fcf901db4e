using System.Collections.Immutable;
using System.Net.Sockets;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>
/// The table in <c>docs/runbook-format.md</c> of what a step finds, row by row: a step of each kind runs, says what it found, and that is
/// what stands in the table.
/// </summary>
[Needs(Need.Docker, Need.Packages, Need.Root)]
public sealed class WhatAStepFindsTests(TestContainer container) : IClassFixture<TestContainer>, IDisposable
{
    private const string Container = "the container's";

    private static readonly string[] Variables =
        ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "TZ", "DOCKER_HOST", "CUTOVER_ATTEMPT", "CUTOVER_OUTPUT", "TMPDIR"];

    private readonly string _host = Directory.CreateDirectory($"/var/tmp/finds-{Guid.NewGuid():N}").FullName;
    private readonly string _temporary = Directory.CreateDirectory($"/tmp/finds-{Guid.NewGuid():N}").FullName;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static ImmutableArray<(string Row, string[] Cells)> Table { get; } = Read();

    public void Dispose()
    {
        _socket.Dispose();
        Directory.Delete(_host, recursive: true);
        Directory.Delete(_temporary, recursive: true);
    }

    [Fact]
    public async Task Table_OfWhatAStepFinds_IsWhatRealStepsFind()
    {
        _socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_host, "socket")));
        _socket.Listen();
        await using var engine = await EngineHarness.StartAsync();
        var probes = Probes(engine.Folder);
        Table.Select(r => r.Row.Trim('`')).ShouldBe([.. Variables, .. probes.Keys], ignoreOrder: true);
        var script = Script(probes);
        Directory.CreateDirectory(Path.Combine(engine.Runbooks, "scripts"));
        await File.WriteAllTextAsync(Path.Combine(engine.Runbooks, "scripts/pinned.sh"), "true\n", TestContext.Current.CancellationToken);
        var run = await engine.OpenAsync($$"""
            ---
            inputs: [{name: GIVEN, description: a value}]
            files: [scripts/pinned.sh]
            gates: [{id: go, phrase: go-approved, unlocks: mutating}]
            ---
            ```bash {#reads .preflight}
            {{script}}
            ```
            ```bash {#inside .preflight in={{container.Name}}}
            {{script}}
            ```
            ```bash {#change .mutating}
            {{script}}
            ```
            """, inputs: new Dictionary<string, string> { ["GIVEN"] = "a value" });
        var (inside, reads) = (await FoundAsync(engine, run, "inside"), await FoundAsync(engine, run, "reads"));
        (await engine.DoAsync(run, new RunCommand.ApproveGate("go", "go-approved", ""))).Reasons.ShouldBeEmpty();
        var change = await FoundAsync(engine, run, "change");
        // What any command finds there that is no step.
        var plain = Parse(await Repository.MustRunAsync("docker", "exec", container.Name, "bash", "-c", script));

        foreach (var (row, cells) in Table)
        {
            var name = row.Trim('`');
            foreach (var (found, column) in new[] { (change, 0), (reads, 1), (inside, 2) })
            {
                var cell = cells[column] == "the same" ? cells[0] : cells[column];
                var said = $"{row}, column {column + 1}: “{cell}”, found “{found[name]}”";
                if (cell == Container)
                    found[name].ShouldBe(plain[name], said);
                else
                    Holds(cell, found[name], found["id"]).ShouldBeTrue(said);
            }
        }
    }

    /// <summary>Whether what was found is what a cell says.</summary>
    private static bool Holds(string cell, string found, string attempt) => cell switch
    {
        "the home of the server's user" => found == Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        "the server's user" or "the server's" => found == Environment.UserName,
        "the attempt's id" => found == attempt,
        "each by its name" => found == "a value",
        _ when cell.StartsWith("not set", StringComparison.Ordinal) => found == "not set",
        "an engine that answers questions alone" => found.StartsWith("unix://", StringComparison.Ordinal)
            || found.StartsWith("tcp://", StringComparison.Ordinal),
        "the pinned files, laid out as in the runbooks folder" => found == "pinned, writable",
        "the same, read-only" => found == "pinned, read-only",
        "its own, with the same options" => found is "bash -eu -o pipefail" or "/bin/bash -eu -o pipefail",
        "empty" => found.StartsWith("empty", StringComparison.Ordinal),
        "`/dev/null`" => found == "empty /dev/null",
        "none" => found.Length == 0,
        "the host's" => found == "the host's",
        "its own, gone afterwards" or "its own alone" => found == "its own",
        "read-only; the server's data are hidden" => found == "read-only, hidden",
        "closed, but those in `socket=`" => found == "closed",
        _ when cell.StartsWith("a pipe", StringComparison.Ordinal) => found.StartsWith("pipe:", StringComparison.Ordinal),
        _ when cell.StartsWith('`') => found == cell.Split('`')[1],
        _ => false,
    };

    /// <summary>How a script finds out, by the row's name.</summary>
    private Dictionary<string, string> Probes(string data) => new()
    {
        ["inputs and choices"] = "echo \"${GIVEN-not set}\"",
        ["user"] = "id -un",
        ["working directory"] = "if [ -s scripts/pinned.sh ]; then (echo >made) 2>/dev/null && w=writable || w=read-only;"
            + " echo \"pinned, $w\"; else pwd; fi",
        ["shell"] = "w=(); while read -r -d '' a; do w+=(\"$a\"); done </proc/$$/cmdline; echo ${w[@]:0:4}",
        ["umask"] = "umask",
        ["standard input"] = "[ -n \"$(cat)\" ] || echo \"empty $(readlink /proc/$$/fd/0)\"",
        ["standard output"] = "readlink /proc/$$/fd/1",
        ["further descriptors"] = "echo \"$open\"",
        ["/tmp"] = $"[ -d {_temporary} ] && echo \"the host's\" || echo \"its own\"",
        ["other files"] = $"if (echo >{_host}/made) 2>/dev/null; then [ -e {data}/runbooks ] && echo \"the host's\" || echo other;"
            + $" elif [ -d {_host} ]; then [ -e {data}/data/dashboard.db ] && echo read-only"
            + " || echo \"read-only, hidden\"; else echo other; fi",
        ["processes"] = Namespace("pid"),
        ["network"] = Namespace("net"),
        ["Unix sockets"] = "perl -MSocket -e 'my $s; socket($s, AF_UNIX, SOCK_STREAM, 0) && connect($s, pack_sockaddr_un($ARGV[0]))"
            + $" or exit 1' {_host}/socket 2>/dev/null && echo \"the host's\" || echo closed",
    };

    private static string Namespace(string kind) =>
        $"[ \"$(readlink /proc/self/ns/{kind})\" = '{new FileInfo($"/proc/self/ns/{kind}").LinkTarget}' ]"
            + " && echo \"the host's\" || echo \"its own\"";

    private static string Script(Dictionary<string, string> probes) => string.Join('\n',
    [
        // Before anything opens one of its own; 255 is bash's, for the script.
        "open=; for n in {3..254}; do if [ -e /proc/$$/fd/$n ]; then open+=\" $n\"; fi; done",
        "say() { printf '%s\\t%s\\n' \"$1\" \"$2\"; }",
        .. Variables.Select(v => $"say {v} \"${{{v}-not set}}\""),
        .. probes.Select(p => $"say '{p.Key}' \"$({p.Value})\""),
    ]);

    private static async Task<Dictionary<string, string>> FoundAsync(EngineHarness engine, string run, string step)
    {
        var attempt = await engine.RunAsync(run, step);
        attempt.Outcome.ShouldBe(Outcome.Passed, $"{step}: {attempt.Finished!.Reason} {await engine.OutputAsync(attempt.Id)}");
        var found = Parse(await engine.OutputAsync(attempt.Id));
        found["id"] = attempt.Id;
        return found;
    }

    private static Dictionary<string, string> Parse(string output) => output.Split('\n')
        .Where(l => l.Contains('\t', StringComparison.Ordinal))
        .Select(l => l.Split('\t', 2)).ToDictionary(l => l[0], l => l[1].Trim());

    private static ImmutableArray<(string Row, string[] Cells)> Read()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "runbook-format.md"));
        var table = page[page.IndexOf("### What a step finds", StringComparison.Ordinal)..];
        return
        [
            .. table[..table.IndexOf("~~~", StringComparison.Ordinal)].Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal))
                .Select(l => l.Trim('|', ' ').Split(" | "))
                .Where(c => c.Length == 4 && !c[0].StartsWith('-') && !c[0].StartsWith("a script"))
                .Select(c => (c[0], c[1..])),
        ];
    }
}
