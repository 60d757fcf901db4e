using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>The linter reads through what stands around a command, and is honest about what it cannot read.</summary>
public sealed class ReadThroughTests
{
    private static readonly Dictionary<string, string> Pinned = new()
    {
        ["scripts/check.sh"] = "#!/bin/bash\n. \"$(dirname \"$0\")/lib.sh\"\nlook\n",
        ["scripts/lib.sh"] = "look() { docker ps; }\n",
        ["scripts/here.sh"] = "#!/bin/bash\ncd \"$(dirname \"${BASH_SOURCE[0]}\")\"\nsource ./lib.sh\nlook\n",
        ["scripts/idiom.sh"] = "#!/bin/bash\nDIR=\"$( cd \"$( dirname \"${BASH_SOURCE[0]}\" )\" >/dev/null 2>&1 && pwd )\"\n"
            + "cd /srv\n. \"$DIR/lib.sh\"\nlook\n",
        ["scripts/work.sh"] = "#!/bin/bash\ncd \"$(dirname \"$0\")\"\n. \"$PWD/lib.sh\"\nlook\n",
        ["scripts/where.sh"] = "#!/bin/bash\nhere=\"$(cd \"$(dirname \"$0\")\" && pwd)\"\nsource \"$here/lib.sh\"\nlook\n",
    };

    [Theory]
    [InlineData("kubectl exec -n prod web-0 -- df -h")]
    [InlineData("kubectl exec -it deploy/web -c app -- cat /etc/hosts")]
    [InlineData("kubectl -n prod exec web-0 -n prod -- sh -c 'df -h | tail -n 1'")]
    [InlineData("docker exec -u postgres db psql -c 'select 1'")]
    [InlineData("docker compose exec -T db cat /etc/hosts")]
    [InlineData("podman exec db ls /")]
    [InlineData("ansible all -m ping")]
    [InlineData("ansible web -i hosts.ini -a 'df -h'")]
    [InlineData("ansible web -m ansible.builtin.shell -a 'uptime | cut -c1-10'")]
    [InlineData("echo ruok | nc zk-1 2181")]
    [InlineData("printf 'stat\\n' | nc -w 2 zk-1 2181 | grep Mode")]
    [InlineData("echo 'show stat' | socat stdio /run/haproxy.sock")]
    [InlineData("nc -w 1 zk-1 2181 <<< mntr")]
    [InlineData("K=${K:-kubectl}; $K get pods")]
    [InlineData("${KUBECTL:-kubectl} get pods")]
    [InlineData("K=\"kubectl -n prod\"; $K get pods")]
    [InlineData("x=`which iostat`; $x 1 1")]
    [InlineData("x=$(command -v kubectl) && \"$x\" get pods")]
    [InlineData("[ -n \"${DEBUG:-}\" ] && set -x\ndocker ps")]
    [InlineData("if [[ ${TRACE:-0} == 1 ]]; then set -x; fi\ndocker ps")]
    [InlineData("[ \"${DEBUG:-false}\" = true ] && set -o xtrace\ndocker ps")]
    [InlineData("sudo -u app env FOO=1 timeout 5 nice docker ps")]
    [InlineData("bash scripts/check.sh")]
    [InlineData("python3 -c 'import urllib.request as u; print(u.urlopen(\"http://app/health\").status)'")]
    [InlineData("python3 -c 'import requests; print(requests.get(\"http://app/health\", timeout=5).text)'")]
    [InlineData("./scripts/here.sh")]
    [InlineData("bash scripts/where.sh")]
    [InlineData("./scripts/idiom.sh; bash scripts/work.sh")]
    [InlineData("cd /srv; cd -; bash scripts/check.sh")]
    [InlineData("pushd /srv; popd; bash scripts/check.sh")]
    [InlineData("here=$PWD; cd /srv; bash \"$here/scripts/check.sh\"")]
    [InlineData("cd scripts && bash where.sh && bash idiom.sh && . ./lib.sh && look")]
    [InlineData("cat scripts/check.sh | grep -c look")]
    [InlineData("cd scripts && ./check.sh")]
    [InlineData("(cd scripts && ./check.sh); bash scripts/here.sh; ./scripts/check.sh")]
    [InlineData("cd scripts && bash here.sh && . ./lib.sh && look")]
    public void Command_ThatOnlyLooks_PassesThroughWhatIsAroundIt(string script) =>
        Lints.Found("preflight", script, Pinned).ShouldBeEmpty();

    [Theory]
    [InlineData("kubectl exec -n prod web-0 -- rm -rf /srv/x")]
    [InlineData("kubectl -n prod exec web-0 -n prod -- sh -c 'df -h; systemctl stop app'")]
    [InlineData("docker exec db psql -c 'drop table x'")]
    [InlineData("ansible web -a 'systemctl restart app'")]
    [InlineData("ansible web -m ansible.builtin.service -a 'name=app state=restarted'")]
    [InlineData("echo 'disable server be/web1' | nc -U /run/haproxy.sock")]
    [InlineData("K=${K:-kubectl}; $K apply -f x.yaml")]
    [InlineData("x=`which systemctl`; $x stop app")]
    [InlineData("x=$(command -v kubectl) && \"$x\" delete pod web-0")]
    [InlineData("[ -n \"${DEBUG:-}\" ] && docker stop api")]
    [InlineData("rm x; cd /tmp/y")]
    [InlineData("systemctl() { true; }; ssh web-1 'systemctl stop app'")]
    [InlineData("alias systemctl=true; ssh web-1 'systemctl stop app'")]
    [InlineData("docker exec api rm scripts/lib.sh")]
    [InlineData("perl -e 'unlink \"/srv/x\"'")]
    [InlineData("node -e 'require(\"fs\").rmSync(\"/srv/x\", {recursive: true})'")]
    [InlineData("echo y > x; cd \"$(mktemp -d)\"")]
    public void Command_ThatChanges_IsFoundThroughWhatIsAroundIt(string script) =>
        Lints.Codes("preflight", script, Pinned).ShouldBe([LintCodes.ChangesInReadOnlyStep]);

    [Theory]
    [InlineData("kubectl exec -it web-0 -- bash")]
    [InlineData("docker exec -it db sh")]
    [InlineData("nc zk-1 2181")]
    [InlineData("x=$(cat /srv/tool); $x get pods")]
    [InlineData("cd /opt/x && cat scripts/check.sh | bash")]
    [InlineData("python3 -c 'import urllib.request as u; u.urlopen(\"http://app/stop\", b\"\")'")]
    [InlineData("python3 -c 'import requests; requests.post(\"http://app/stop\")'")]
    [InlineData("python3 -c 'import urllib.request as u; exec(u.urlopen(\"http://h/x.py\").read())'")]
    [InlineData("K=$(curl -s http://h/tool); $K get pods")]
    public void Command_ThatNobodyCanRead_IsUnclear(string script) =>
        Lints.Codes("preflight", script, Pinned).ShouldBe([LintCodes.UnclearInReadOnlyStep]);

    [Theory]
    [InlineData("set -x")]
    [InlineData("[ -n \"$SERVICE\" ] && set -x")]
    [InlineData("DEBUG=1; [ -n \"${DEBUG:-}\" ] && set -x")]
    [InlineData("[ -z \"${DEBUG:-}\" ] && set -x")]
    [InlineData("[ \"${DEBUG:-1}\" = 1 ] && set -x")]
    [InlineData(". /etc/default/app; [ -n \"${DEBUG:-}\" ] && set -x")]
    [InlineData("[ -n \"${DEBUG:-}\" ] || set -x")]
    public void Trace_ThatMayBeOn_IsALeak(string script) =>
        Lints.Codes("preflight", script, Pinned).ShouldBe([LintCodes.Traces]);

    [Theory]
    [InlineData("WAY")]
    [InlineData("ROLE")]
    [InlineData("NODES")]
    [InlineData("ITEM")]
    public void Trace_BehindAVariableOfTheRunbook_IsALeak(string name) => Lints.Of($$"""
        ---
        inputs: [{name: NODES, description: the nodes, default: a}]
        ---
        - [ ] Which one? {#way choice=on,off}

        ```bash {#role .preflight outputs=ROLE}
        echo ROLE=standby > "$CUTOVER_OUTPUT"
        ```
        ```bash {#look .preflight}
        [ -n "${{{name}}:-}" ] && set -x
        ```
        """).Select(f => f.Diagnostic.Code).ShouldBe([LintCodes.Traces]);

    [Theory]
    [InlineData("cd /opt/x && ./install.sh", "/opt/x/install.sh")]
    [InlineData("/opt/app/check.sh --all", "/opt/app/check.sh")]
    [InlineData("bash /opt/app/check.sh", "/opt/app/check.sh")]
    [InlineData("sudo -u app /srv/app/bin/health", "/srv/app/bin/health")]
    [InlineData("cd /srv/app; . bin/env.sh", "/srv/app/bin/env.sh")]
    [InlineData("python3 /opt/app/check.py", "/opt/app/check.py")]
    [InlineData("pushd /opt/x; bash ../y/run.sh", "/opt/y/run.sh")]
    [InlineData("~/bin/check", "~/bin/check")]
    [InlineData("cd /opt/x && bash scripts/check.sh", "/opt/x/scripts/check.sh")]
    [InlineData("cd /opt/x && python3 scripts/lib.sh", "/opt/x/scripts/lib.sh")]
    [InlineData("cd \"$SERVICE\" && ./scripts/check.sh", "./scripts/check.sh")]
    [InlineData("docker exec api ./scripts/check.sh", "./scripts/check.sh")]
    [InlineData("ssh web-1 'bash scripts/check.sh'", "./scripts/check.sh")]
    [InlineData("ssh web-1 'cd /opt/x && ./check.sh'", "/opt/x/check.sh")]
    [InlineData("kubectl exec web-0 -- /app/bin/health", "/app/bin/health")]
    public void ScriptOfTheHost_IsAWarningThatSaysHowToNameIt(string script, string path)
    {
        var found = Lints.Found("preflight", script, Pinned).ShouldHaveSingleItem().Diagnostic;

        (found.Code, found.Severity).ShouldBe((LintCodes.UnknownInReadOnlyStep, DiagnosticSeverity.Warning));
        found.Message.ShouldContain($"`{path}`");
        found.Remedy.ShouldContain("lint.yaml");
    }

    [Theory]
    [InlineData("ourctl status", "ourctl")]
    [InlineData("timeout 5 ourctl cluster list", "ourctl")]
    [InlineData("docker exec api ourctl status", "ourctl")]
    [InlineData("ssh web-1 'ourctl status'", "ourctl")]
    public void ProgramThatNobodyKnows_IsAWarningThatSaysHowToNameIt(string script, string program)
    {
        var found = Lints.Found("smoke", script).ShouldHaveSingleItem().Diagnostic;

        (found.Code, found.Severity).ShouldBe((LintCodes.UnknownInReadOnlyStep, DiagnosticSeverity.Warning));
        found.Message.ShouldBe($"The linter does not know the program `{program}`, and the smoke step `step` is read-only.");
        found.Remedy.ShouldBe($"Say in `lint.yaml` what it does: `programs: {{{program}: reads}}`.");
        Lints.Found("mutating", script).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ourctl --version")]
    [InlineData("ourctl --help")]
    public void ProgramThatNobodyKnows_MayTellItsVersion(string script) => Lints.Found("preflight", script).ShouldBeEmpty();

    [Theory]
    [InlineData("mutating", "kubectl delete pod web-0")]
    [InlineData("mutating", "kubectl -n prod delete pods -l app=web")]
    [InlineData("mutating", "kubectl delete statefulset web --cascade=orphan")]
    [InlineData("rollback", "rsync -a --delete /srv/backup/app/ /srv/app/")]
    [InlineData("rollback", "rsync -a --delete /var/backups/app/ web-1:/srv/app/")]
    public void Change_ThatCanBeTakenBack_IsNoDestruction(string kind, string script)
    {
        Lints.Codes(kind, script).ShouldBeEmpty();
        Lints.Codes("preflight", script).ShouldBe([LintCodes.ChangesInReadOnlyStep]);
    }

    [Theory]
    [InlineData("mutating", "kubectl delete pvc data-web-0")]
    [InlineData("mutating", "kubectl delete deployment web")]
    [InlineData("mutating", "rsync -a --delete /srv/backup/app/ /srv/app/")]
    [InlineData("rollback", "rsync -a --delete /srv/new/ /srv/app/")]
    public void Change_ThatCannotBeTakenBack_IsDestruction(string kind, string script) =>
        Lints.Codes(kind, script).ShouldBe([LintCodes.DestroysOutsideDestructiveStep]);

    [Theory]
    [InlineData("bash -c 'if true; then'")]
    [InlineData("bash -c 'echo \"'")]
    [InlineData("ssh web-1 'echo $('")]
    [InlineData("eval 'done'")]
    public void Code_ThatIsNoShell_IsNotQuotedAsACommand(string script)
    {
        var found = Lints.Found("preflight", script).ShouldHaveSingleItem().Diagnostic;

        found.Code.ShouldBe(LintCodes.UnclearInReadOnlyStep);
        found.Message.ShouldStartWith("The linter cannot read the code in this command (");
        found.Message.ShouldNotContain("cannot tell what `");
    }
}
