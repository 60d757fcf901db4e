using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Tests.Linting.Adopt;

/// <summary>What becomes of each thing that a document may have.</summary>
public sealed class AdoptionTests
{
    private const string Change = "```bash\nsystemctl stop api\n```\n";

    [Fact]
    public void Kinds_FollowWhatCommandsDoAndWhereTheyStand() => Drafts.Steps(
        """
        # Move
        ```bash
        df -h
        ```
        ```bash
        systemctl stop api
        ```
        ```bash
        df -i
        ```
        ```bash
        rm -r /srv/old
        ```
        ```bash
        uptime
        ```
        ## Rolling back
        ```bash
        systemctl start api
        ```
        ```bash
        systemctl is-active api
        ```
        """).Select(s => s.Split(' ')[0]).ShouldBe(["preflight", "mutating", "smoke", "destructive", "smoke", "rollback", "smoke"]);

    [Fact]
    public void Verify_IsTheCheckThatComesNext()
    {
        var runbook = Drafts.Of(Change + "```bash\nsystemctl start api\n```\n```bash\nsystemctl is-active api\n```\n").Runbook;

        runbook.Steps.Select(s => s.Verify).ShouldBe([null, "systemctl-active-api", null]);
    }

    [Theory]
    [InlineData("Rollback", "rollback")]
    [InlineData("How to roll back", "rollback")]
    [InlineData("Reverting the change", "rollback")]
    [InlineData("Back-out plan", "rollback")]
    [InlineData("Undo", "rollback")]
    [InlineData("After the change", "mutating")]
    public void Heading_SaysWhetherItIsARollback(string heading, string kind) =>
        Drafts.Steps($"# Move\n{Change}## {heading}\n```bash\nsystemctl start api\n```\n")[1].ShouldStartWith(kind + " ");

    [Fact]
    public void Title_OfADocumentThatIsARollback_MakesNoRollbackOfIt() =>
        Drafts.Steps($"# Roll back release 7\n{Change}").ShouldBe(["mutating roll-back-release-7"]);

    [Theory]
    [InlineData("ssh <HOST> uptime", "ssh \"$HOST\" uptime")]
    [InlineData("ping -c 1 <your-host>.example.org", "ping -c 1 \"$HOST\".example.org")]
    [InlineData("echo \"<host name>:{{ port }}\"", "echo \"${HOST_NAME}:${PORT}\"")]
    [InlineData("echo '{\"host\": \"<host>\"}'", "echo '{\"host\": \"'\"$HOST\"'\"}'")]
    [InlineData("ls \"$(dirname <path>)\"", "ls \"$(dirname \"$PATH_VALUE\")\"")]
    [InlineData("cat <<END\nhost <host>\nEND", "cat <<END\nhost ${HOST}\nEND")]
    [InlineData("df -h $volume # of <host>", "df -h \"$VOLUME\" # of <host>")]
    [InlineData("echo \"$A-${B}-${C:-none}\"", "echo \"$A-${B}-${C:-none}\"")]
    [InlineData("docker ps --format '{{.Names}}'", "docker ps --format '{{.Names}}'")]
    [InlineData("sort < /etc/hosts > /dev/null", "sort < /etc/hosts > /dev/null")]
    public void Placeholders_BecomeQuotedInputs(string written, string script) =>
        Drafts.Of($"```bash\n{written}\n```\n").Runbook.Steps.Single().Body.ShouldBe(script + "\n");

    [Fact]
    public void Inputs_HaveAPatternThatNoShellOrOptionParserActsOn()
    {
        var input = Drafts.Of("```bash\nssh <host> uptime\n```\n").Runbook.Inputs.Single();

        (input.Name, input.Description, input.Required).ShouldBe(("HOST", "host", true));
        foreach (var evil in new[] { "-oProxyCommand=x", "a b", "$(id)", "`id`", "a;b", "a\nb", "'", "\"", "" })
            System.Text.RegularExpressions.Regex.IsMatch(evil, $@"\A(?:{input.Pattern})\z").ShouldBeFalse(evil);
        System.Text.RegularExpressions.Regex.IsMatch("db1.example.org:5432", $@"\A(?:{input.Pattern})\z").ShouldBeTrue();
    }

    [Fact]
    public void Variable_ThatAnEarlierListingSets_IsAnInputWithItsValue()
    {
        var adoption = Drafts.Of("```sh\nexport VOLUME=/srv\n```\n\n```sh\ndf -h $VOLUME\n```\n");

        adoption.Runbook.Inputs.Single().ShouldBe(new("VOLUME", "the value of $VOLUME", adoption.Runbook.Inputs[0].Pattern, false, "/srv"));
        adoption.Runbook.Steps.Length.ShouldBe(1);
        adoption.Doubts.ShouldContain(d => d.Line == 5 && d.Message.Contains("set on line 1, in a shell of its own",
            StringComparison.Ordinal));
    }

    [Fact]
    public void Session_GivesItsCommandsWithoutPrompts_AndKeepsWhatCameBack()
    {
        var adoption = Drafts.Of(
            "> ```console\n> $ df \\\n> >   -h\n> Filesystem  Size\n> $ uptime\n> up 9 days\n> ```\n");

        adoption.Runbook.Steps.Single().Body.ShouldBe("df \\\n  -h\nuptime\n");
        adoption.Text.ShouldEndWith("> ```\n>\n> ```text\n> Filesystem  Size\n> up 9 days\n> ```\n");
    }

    [Fact]
    public void Session_WhosePromptsNameAHost_StaysBelowTheStep()
    {
        var adoption = Drafts.Of("```console\nada@db1:~$ df -h\n/dev/sda 10G\n```\n");

        adoption.Text.ShouldEndWith("df -h\n```\n\n```text\nada@db1:~$ df -h\n/dev/sda 10G\n```\n");
        adoption.Doubts.Single().Message.ShouldContain("was typed at `ada@db1`");
    }

    [Theory]
    [InlineData("console", "# df -h\n/dev/sda 10G", "df -h\n")]
    [InlineData("console", "[root@db1 ~]# df -h\n/dev/sda 10G", "df -h\n")]
    [InlineData("sh", "sh-5.1# df -h\n/dev/sda 10G", "df -h\n")]
    [InlineData("sh", "sh-5.1$ df -h\n/dev/sda 10G", "df -h\n")]
    [InlineData("", "$ df -h\n$ uptime", "df -h\nuptime\n")]
    [InlineData("bash", "# look first\ndf -h", "# look first\ndf -h\n")]
    [InlineData("bash", "$HOME/bin/x || df -h", "$HOME/bin/x || df -h\n")]
    public void Prompts_AreToldFromCommentsAndVariables(string language, string body, string script) =>
        Drafts.Of($"```{language}\n{body}\n```\n").Runbook.Steps.Single().Body.ShouldBe(script);

    [Theory]
    [InlineData("```bash\nvim /etc/hosts\n```", "needs a person at the keyboard")]
    [InlineData("```bash\nsudo -u postgres psql\n```", "asks at a prompt")]
    [InlineData("```bash\nssh db1\n```", "asks at a prompt")]
    [InlineData("```bash\nkubectl exec -it web -- bash\n```", "asks at a prompt")]
    [InlineData("```bash\nsudo -i\n```", "opens a shell")]
    [InlineData("```bash\ntail -f /var/log/syslog\n```", "does not end by itself")]
    [InlineData("```bash\nkubectl logs -f web\n```", "does not end by itself")]
    [InlineData("```\npostgres=# SELECT 1;\n```", "typed at the prompt of another program")]
    [InlineData("```powershell\nGet-Service\n```", "nobody has looked what this `powershell` does")]
    [InlineData("```yaml\na: 1\n```", "`yaml` is not shell")]
    [InlineData("```bash\n<command>\n```", "a placeholder stands in place of a command")]
    [InlineData("```bash\nrm -r ... /srv\n```", "leaves something out")]
    [InlineData("```bash\ndf <a|b>\n```", "is to be chosen from")]
    [InlineData("```bash\necho 'x\n```", "cannot be read as shell")]
    [InlineData("```bash\n# nothing\n```", "nothing to run")]
    [InlineData("```bash\ncd /srv\n```", "only sets what its own shell knows")]
    [InlineData("```bash\nmysql --password=<password> --execute 'select 1'\n```", "needs the secret PASSWORD")]
    [InlineData("```bash\nexport PGPASSWORD=Sup3rS3cret\npsql -c 'select 1'\n```", "a secret stands in it")]
    [InlineData("```bash\nmysql -pSup3rS3cret -e 'select 1'\n```", "a secret stands in it")]
    [InlineData("```bash\nmysql --password=Sup3rS3cret -e 'select 1'\n```", "a secret stands in it")]
    [InlineData("```bash\ncurl -u admin:Sup3rS3cret http://127.0.0.1/\n```", "a secret stands in it")]
    [InlineData("```bash\ncurl -H 'Authorization: Bearer Sup3rS3cret' http://127.0.0.1/\n```", "a secret stands in it")]
    [InlineData("```bash\npsql postgres://app:Sup3rS3cret@db/app -c 'select 1'\n```", "a secret stands in it")]
    [InlineData("```bash\nredis-cli -a Sup3rS3cret ping\n```", "a secret stands in it")]
    [InlineData("```bash\ndocker login -u app -p Sup3rS3cret registry.example\n```", "a secret stands in it")]
    [InlineData("```console\nroot@db1:~# systemctl stop postgresql\nroot@db2:~# systemctl reboot\n```",
        "typed on 2 hosts: root@db1, root@db2")]
    [InlineData("```python\nprint(1)\n```", "nobody has looked what this `python` does")]
    [InlineData("```bash\n./deploy.sh\n```", "LN501")]
    [InlineData("```bash\nenv\n```", "LN302")]
    [InlineData("```bash\nnotAfter=Apr  6 13:11:20 2025 GMT\n```", "looks like what a program prints")]
    [InlineData("```\nName: web\nState: up\n```", "does not look like commands")]
    [InlineData("```bash\ndf -h", "never closed")]
    public void Fence_ThatNoStepCanRun_StaysAListingAndIsNamed(string fence, string why)
    {
        var text = $"Text.\n\n{fence}\n\n- [ ] Look\n";
        var adoption = Drafts.Of(text);

        adoption.Runbook.Steps.ShouldAllBe(s => s.Kind == StepKind.Manual);
        adoption.Doubts.ShouldContain(d => d.Line == 3 && d.Message.Contains(why, StringComparison.Ordinal), string.Join('\n',
            adoption.Doubts));
        adoption.Text.ShouldContain(fence);
    }

    [Theory]
    [InlineData("psql --command 'select 1'")]
    [InlineData("psql < /srv/x.sql")]
    [InlineData("ssh db1 uptime")]
    [InlineData("kubectl exec web -- ls")]
    [InlineData("journalctl --unit api --lines 5")]
    [InlineData("ping -c 1 db1")]
    public void Command_ThatNeedsNobody_IsAStep(string command) =>
        Drafts.Of($"```bash\n{command}\n```\n").Runbook.Steps.Length.ShouldBe(1);

    [Fact]
    public void Fence_OfTwoKinds_IsOfTheStrongerOne_AndSaysSo()
    {
        var adoption = Drafts.Of("```bash\ndf -h\nsystemctl stop api\n```\n");

        adoption.Runbook.Steps.Single().Kind.ShouldBe(StepKind.Mutating);
        adoption.Doubts.ShouldContain(d =>
            d.Message.StartsWith("Commands of two kinds in one fence: `df -h` looks, `systemctl stop api` does not.",
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("frobnicate the-cluster", StepKind.Mutating, "to be safe")]
    [InlineData("frobnicate status", StepKind.Preflight, "reads as if it only looked")]
    [InlineData("frobnicate status --fix", StepKind.Mutating, "to be safe")]
    [InlineData("eval \"$(frobnicate status)\"", StepKind.Mutating, "to be safe")]
    public void Command_ThatNobodyKnows_IsTakenForAChangeUnlessItReadsLikeALook(string command, StepKind kind, string words)
    {
        var adoption = Drafts.Of($"```bash\n{command}\n```\n");

        adoption.Runbook.Steps.Single().Kind.ShouldBe(kind);
        adoption.Doubts.ShouldContain(d => d.Message.StartsWith("Cannot tell whether", StringComparison.Ordinal)
            && d.Message.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void Boxes_BecomeManualSteps_WhereverTheyStand()
    {
        var adoption = Drafts.Of("1. [ ] First *thing*\n   goes on\n2. [ ] First *thing*\n   goes on\n3. [x] Done\n\n> - [ ] In a quote\n");

        adoption.Runbook.Steps.Select(s => s.Id).ShouldBe(["first-thing-goes", "first-thing-goes-2", "quote"]);
        adoption.Text.ShouldContain("   goes on {#first-thing-goes}\n");
        adoption.Doubts.Single().Message.ShouldStartWith("The box is ticked already");
    }

    [Fact]
    public void Box_ThatHoldsAStep_IsNoStepOfItsOwn()
    {
        var adoption = Drafts.Of("1. [ ] Look at the disk:\n\n   ```bash\n   df -h\n   ```\n");

        adoption.Runbook.Steps.Select(s => s.Kind).ShouldBe([StepKind.Preflight]);
        adoption.Doubts.ShouldContain(d => d.Message.Contains("nobody has to tick the box too", StringComparison.Ordinal));
    }

    [Fact]
    public void FrontMatter_ThatIsThere_IsKept()
    {
        var text = $"---\ntitle: \"The *move*\"\nweight: 7   # kept\nmenu:\n  main: {{}}\n---\n{Change}";

        var adoption = Drafts.Of(text);

        adoption.Text.ShouldStartWith("---\ntitle: \"The *move*\"\nweight: 7   # kept\nmenu:\n  main: {}\ngates:\n  - id: change\n");
        adoption.Runbook.Gates.Single().Phrase.ShouldBe("move-approved");
        Drafts.Errors(adoption).ShouldBeEmpty();
    }

    [Fact]
    public void FrontMatter_WithAKeyOfTheFormatThatMeansSomethingElse_IsKeptAndTold()
    {
        var adoption = Drafts.Of($"---\nowner: [ops, dba]\n---\n{Change}");

        adoption.Text.ShouldContain("owner: [ops, dba]");
        Drafts.Errors(adoption).ShouldHaveSingleItem().ShouldStartWith("RB106 at 2");
    }

    [Fact]
    public void LineEnds_StayWhatTheyAre()
    {
        var text = "# Move\r\n\r\n- [ ] Say so\r\n\r\n```console\r\n$ df -h\r\nout\r\n```\r\n" + Change.Replace("\n", "\r\n",
            StringComparison.Ordinal);

        var draft = Drafts.Of(text).Text;

        draft.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\n');
        draft.ShouldContain("- [ ] Say so {#say-so}\r\n");
    }

    [Fact]
    public void Deletion_UnderARollback_WaitsForTheRollbackBehindAGateOfItsOwn()
    {
        var runbook = Drafts.Of($"# M\n{Change}## Rollback\n```bash\nsystemctl start api\n```\n```bash\nrm -r /srv/new\n```\n").Runbook;

        runbook.Steps.Select(s => s.Kind).ShouldBe([StepKind.Mutating, StepKind.Rollback, StepKind.Destructive]);
        runbook.Gates[1].After.ShouldBe([runbook.Steps[1].Id]);
        runbook.Gates[1].FourEyes.ShouldBe(FourEyes.Preferred);
    }

    [Fact]
    public void Deletion_UnderARollbackThatHasNoOther_StaysAListing()
    {
        var adoption = Drafts.Of($"# M\n{Change}## Rollback\n```bash\nrm -r /srv/new\n```\n");

        adoption.Runbook.Steps.Length.ShouldBe(1);
        adoption.Doubts.ShouldContain(d => d.Message.Contains("a rollback may not", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("# Only prose\n\nNo commands.\n", "Nothing here can be a step")]
    [InlineData("```bash {#look .preflight}\ndf -h\n```\n", "It is a runbook already")]
    [InlineData("---\ngates: []\n---\ntext\n", "Nothing here can be a step")]
    [InlineData("```bash {#look .preflite}\ndf -h\n```\n", "Unknown step kind")]
    [InlineData("nul \0 here\n\n```bash\ndf -h\n```\n", "NUL")]
    public void Text_OfWhichNothingCanBeMade_SaysWhyAndStaysWhatItIs(string text, string why)
    {
        var adoption = Drafts.Of(text);

        (adoption.IsChanged, adoption.Text).ShouldBe((false, text));
        adoption.Doubts.ShouldContain(d => d.Message.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutShfmt_NothingIsGuessed()
    {
        var adoption = Dashboard.Linting.Adopt.RunbookAdopter.Adopt("a.md", Change + "\n- [ ] Look\n",
            (_, _) => Dashboard.Linting.Shell.Syntax.ShellReading.Unread);

        adoption.Runbook.Steps.Select(s => s.Kind).ShouldBe([StepKind.Manual]);
        adoption.Doubts.Single().Message.ShouldContain("shfmt is not installed");
    }

    [Fact]
    public void Ids_AreReadableAndTakeNoKindsName() =>
        Drafts.Steps("## Smoke\n```bash\ndf\n```\n## Étape 2 : vérifier\n```bash\ndf\n```\n## 手順\n```bash\ndf -h\n```\n")
            .ShouldBe(["preflight smoke-step", "preflight verifier", "preflight df"]);
}
