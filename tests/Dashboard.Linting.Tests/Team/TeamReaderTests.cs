using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Team;

namespace Dashboard.Linting.Tests.Team;

/// <summary>A team's <c>lint.yaml</c> is read strictly: what it does not mean has no effect, and is said.</summary>
public sealed class TeamReaderTests
{
    private const string Good = """
        programs:
          ourctl:
            effect: changes
            verbs: {status: reads, "cluster list": reads, restart: stops, purge: destroys}
            options: {--dry-run: reads}
            values: [--cluster, -c]
          smoke-probe: reads
          kubectl: {verbs: {neat: reads}}
          ansible: {verbs: {our_module: reads}}
        paths:
          "/opt/app/*.sh": reads
          "/opt/app/bin/**": changes
          /opt/app/bin/check: reads
        """;

    [Fact]
    public void File_IsReadAsItIsWritten()
    {
        var team = TeamCatalogue.Read(Good);

        team.Findings.ShouldBeEmpty();
        var ourctl = team.Programs.Find("ourctl").ShouldNotBeNull();
        ourctl.Line.Effect.ShouldBe(ProgramEffect.Changes);
        ourctl.Line.Values.ShouldBe(["--cluster", "-c"], ignoreOrder: true);
        ourctl.Verb("status")!.Effect.ShouldBe(ProgramEffect.Looks);
        ourctl.Verb("cluster list")!.Effect.ShouldBe(ProgramEffect.Looks);
        ourctl.Verb("restart")!.Effect.ShouldBe(ProgramEffect.Halts);
        ourctl.Verb("purge")!.Effect.ShouldBe(ProgramEffect.Destroys);
        ourctl.Line.Conditions.ShouldHaveSingleItem().Words.Fit("--dry-run").ShouldBeTrue();
        team.Programs.Find("smoke-probe")!.Line.Effect.ShouldBe(ProgramEffect.Looks);
        team.Programs.Find("kubectl")!.Verb("neat")!.Effect.ShouldBe(ProgramEffect.Looks);
        team.Programs.Find("kubectl")!.Verb("get")!.Effect.ShouldBe(ProgramEffect.Looks);
        team.Programs.Find("ansible")!.Verb("our_module")!.Effect.ShouldBe(ProgramEffect.Looks);
        ProgramCatalogue.Shared.Find("ourctl").ShouldBeNull();
    }

    [Theory]
    [InlineData("/opt/app/check.sh", ProgramEffect.Looks)]
    [InlineData("/opt/app/x/check.sh", null)]
    [InlineData("/opt/app/check.py", null)]
    [InlineData("/opt/app/bin/x/y", ProgramEffect.Changes)]
    [InlineData("/opt/app/bin/check", ProgramEffect.Looks)]
    [InlineData("/opt/app/bin/../../../srv/x", null)]
    [InlineData("/opt/app/../x.sh", null)]
    [InlineData("/OPT/app/check.sh", null)]
    public void Path_IsFoundByTheLongestPattern(string path, object? effect) =>
        TeamCatalogue.Read(Good).Programs.OfPath(path).ShouldBe((ProgramEffect?)effect);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("programs: {}\npaths: {}\n")]
    [InlineData("\uFEFFprograms: {ourctl: reads}")]
    [InlineData("programs: {ourctl: reads}\r\n")]
    public void File_WithLittleInIt_HasNoFinding(string text) => TeamCatalogue.Read(text).Findings.ShouldBeEmpty();

    [Theory]
    [InlineData("x: 1", 1, "`x` is no part of the file.")]
    [InlineData("- x", 1, "The file is no map of names.")]
    [InlineData("programs: [ourctl]", 1, "`programs` is no map of names.")]
    [InlineData("programs: {ourctl: looks}", 1, "`looks` is no effect.")]
    [InlineData("programs:\n  ourctl:\n", 2, "`` is no effect.")]
    [InlineData("programs: {ourctl: [reads]}", 1, "`ourctl` is no map of names.")]
    [InlineData("programs: {ourctl: {verb: reads}}", 1, "`verb` is no part of a program.")]
    [InlineData("programs: {ourctl: {verbs: {a b c d: reads}}}", 1, "`a b c d` is no verb.")]
    [InlineData("programs: {ourctl: {verbs: {--x: reads}}}", 1, "`--x` is no verb.")]
    [InlineData("programs: {ourctl: {verbs: {status: {x: reads}}}}", 1, "An effect is one word.")]
    [InlineData("programs: {ourctl: {options: {dry-run: reads}}}", 1, "`dry-run` is no option.")]
    [InlineData("programs: {ourctl: {values: --x}}", 1, "`values` is no list of options.")]
    [InlineData("programs: {our ctl: reads}", 1, "`our ctl` is no program's name.")]
    [InlineData("programs: {\"our*\": reads}", 1, "`our*` is no program's name.")]
    [InlineData("programs: {\"sql:\": reads}", 1, "`sql:` is no program's name.")]
    [InlineData("programs: {/opt/x: reads}", 1, "`/opt/x` is a path.")]
    [InlineData("programs:\n  ourctl: reads\n  ourctl: changes\n", 3, "`ourctl` stands twice.")]
    [InlineData("? {a: b}\n: x", 1, "A name is one text.")]
    [InlineData("paths: {opt/x.sh: reads}", 1, "`opt/x.sh` is no path of the host.")]
    [InlineData("paths: {/opt/../x.sh: reads}", 1, "`/opt/../x.sh` is no path of the host.")]
    [InlineData("paths: {\"/**\": reads}", 1, "`/**` covers files that anybody may write.")]
    [InlineData("paths: {/tmp/x.sh: reads}", 1, "`/tmp/x.sh` covers files that anybody may write.")]
    [InlineData("paths: {\"/dev/shm/*\": reads}", 1, "`/dev/shm/*` covers files that anybody may write.")]
    public void Line_ThatMeansNothing_IsAFindingWithItsPlace(string text, int line, string message)
    {
        var found = TeamCatalogue.Read(text).Findings.ShouldHaveSingleItem();

        (found.Code, found.Severity, found.Line, found.Message).ShouldBe(
            (LintCodes.BadTeamCatalogue, DiagnosticSeverity.Warning, line, message));
        found.Remedy.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("programs: {rm: reads}")]
    [InlineData("programs: {docker: reads}")]
    [InlineData("programs: {podman: {verbs: {volume rm: reads}}}")]
    [InlineData("programs: {docker: {verbs: {volume rm: stops}}}")]
    [InlineData("programs: {docker: {verbs: {stop: reads}}}")]
    [InlineData("programs: {docker: {verbs: {exec: reads}}}")]
    [InlineData("programs: {docker: {verbs: {compose: reads}}}")]
    [InlineData("programs: {git: {verbs: {push: changes}}}")]
    [InlineData("programs: {git: {verbs: {clean: changes}}}")]
    [InlineData("programs: {kubectl: {options: {--dry: reads}}}")]
    [InlineData("programs: {mkfs.ext4: reads}")]
    [InlineData("programs: {init.d/app: reads}")]
    public void Program_ThatCanStopOrDestroy_IsNotMadeOneThatDoesLess(string text) =>
        TeamCatalogue.Read(text).Findings.ShouldHaveSingleItem().Message.ShouldMatch(
            "can stop or destroy something|hangs on what it is given|is a path");

    [Theory]
    [InlineData("sudo")]
    [InlineData("bash")]
    [InlineData("psql")]
    [InlineData("curl")]
    [InlineData("python3")]
    [InlineData("ssh")]
    [InlineData("xargs")]
    [InlineData("eval")]
    [InlineData("cd")]
    public void Program_ThatDoesWhatItIsGiven_StaysSo(string program)
    {
        var team = TeamCatalogue.Read($"programs: {{{program}: reads}}");

        team.Findings.ShouldHaveSingleItem().Message.ShouldBe($"`{program}` is known, and what it does hangs on what it is given.");
        team.Programs.Find(program).ShouldBe(ProgramCatalogue.Shared.Find(program));
    }

    [Fact]
    public void Slip_LosesNothingElse()
    {
        var team = TeamCatalogue.Read("""
            programs:
              docker: reads
              ourctl: {effect: look, verbs: {status: reads, purge: destroy}}
              smoke-probe: reads
            path: {/opt/x.sh: reads}
            paths: {opt/y.sh: reads, /opt/z.sh: reads}
            """);

        team.Findings.Select(f => f.Line).ShouldBe([2, 3, 3, 5, 6]);
        team.Programs.Find("docker").ShouldBe(ProgramCatalogue.Shared.Find("docker"));
        team.Programs.Find("ourctl")!.Verb("status")!.Effect.ShouldBe(ProgramEffect.Looks);
        team.Programs.Find("ourctl")!.Verb("purge").ShouldBeNull();
        team.Programs.Find("ourctl")!.Line.Effect.ShouldBe(ProgramEffect.Changes);
        team.Programs.Find("smoke-probe").ShouldNotBeNull();
        team.Programs.OfPath("/opt/z.sh").ShouldBe(ProgramEffect.Looks);
    }

    [Theory]
    [InlineData("programs: {ourctl: reads", "The YAML cannot be read, and has no effect")]
    [InlineData("programs:\n\tourctl: reads", "The YAML cannot be read, and has no effect")]
    [InlineData("programs: &a {ourctl: reads}\npaths: *a", "Anchors, aliases and tags are not read.")]
    [InlineData("programs: !!python/object {ourctl: reads}", "Anchors, aliases and tags are not read.")]
    [InlineData("programs: {ourctl: reads}\n---\nprograms: {rm: reads}", "A second document begins.")]
    [InlineData("a: {b: {c: {d: {e: {f: {g: {h: x}}}}}}}", "It nests too deeply.")]
    [InlineData("programs: {ourctl: reads}\n\0", "The file has a NUL character, and has no effect.")]
    public void File_ThatIsNoSuchYaml_HasNoEffect(string text, string message)
    {
        var team = TeamCatalogue.Read(text);

        team.Findings.ShouldHaveSingleItem().Message.ShouldContain(message);
        team.Programs.Find("ourctl").ShouldBeNull();
    }

    [Fact]
    public void File_ThatIsTooLong_HasNoEffect() => TeamCatalogue
        .Read($"programs: {{ourctl: reads}}\n#{new string('x', TeamCatalogue.MaxLength)}").Findings
        .ShouldHaveSingleItem().Message.ShouldContain("at most 262144 are read");

    [Fact]
    public void File_FullOfSlips_SaysHowManyThereAre()
    {
        var slips = Enumerable.Range(0, 5000).Select(i => $"  p{i}: {new string('y', 40)}\n");
        var team = TeamCatalogue.Read("programs:\n" + string.Concat(slips));

        team.Findings.Length.ShouldBe(20);
        team.Findings[^1].Message.ShouldBe("This line and 4980 more below it mean nothing.");
    }

    [Fact]
    public void Text_OfAnyLength_IsQuotedInPart() => TeamCatalogue.Read($"programs: {{ourctl: {new string('y', 100_000)}}}")
        .Findings.ShouldHaveSingleItem().Message.Length.ShouldBeLessThan(100);

    [Fact]
    public void Text_OfAnyKind_EndsInACatalogue()
    {
        var random = new Random(7);
        string[] parts = ["programs", "paths", "ourctl", ":", " ", "\n", "  ", "{", "}", "[", "]", "- ", "? ", "reads", "verbs", "\"", "'",
            "&a", "*a", "!x", "|", ">", "#", "\t", "---", "...", "%", "\\", "é", "\u202E", "/opt/*", "~", "<<"];
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));

            TeamCatalogue.Read(text).Programs.Find("rm").ShouldBe(ProgramCatalogue.Shared.Find("rm"), text);
        }
    }
}
