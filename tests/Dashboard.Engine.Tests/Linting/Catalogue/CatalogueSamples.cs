using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Engine.Tests.Linting.Catalogue;

/// <summary>A command and what the catalogue says it does.</summary>
/// <param name="Line">The line that says so.</param>
/// <param name="Command">The command.</param>
/// <param name="Effect">What it does, as far as a rule can tell.</param>
internal sealed record CatalogueSample(CatalogueLine Line, string Command, ProgramEffect Effect);

/// <summary>Commands that are made from lines of the catalogue: each word of a line is there for some command.</summary>
internal static class CatalogueSamples
{
    private const string Lasting = "/srv/vault", Temporary = "/tmp/vault";

    /// <summary>For what a line cannot say: commands of each rule, <c>{0}</c> being the program.</summary>
    private static readonly Dictionary<ProgramRule, (string Command, ProgramEffect Effect)[]> Rules = new()
    {
        [ProgramRule.Ansible] = [("{0} all -m ping", ProgramEffect.Looks), ("{0} all -a 'docker ps'", ProgramEffect.Looks),
            ("{0} all -m ansible.builtin.shell -a 'docker stop vault'", ProgramEffect.Halts),
            ("{0} all -m no_such", ProgramEffect.Changes), ("{0} all -m no_such --check", ProgramEffect.Looks)],
        [ProgramRule.Awk] = [("{0} '{{print $1}}' x", ProgramEffect.Looks),
            ("{0} 'BEGIN {{ system(\"docker stop vault\") }}'", ProgramEffect.Halts)],
        [ProgramRule.Capsh] = [("{0} -- -c 'docker stop vault'", ProgramEffect.Halts), ("{0} -- -c 'docker ps'", ProgramEffect.Looks)],
        [ProgramRule.Curl] = [("{0} http://h/health", ProgramEffect.Looks), ("{0} -X POST http://h/vault/stop", ProgramEffect.Halts),
            ("{0} -X DELETE http://h/vault", ProgramEffect.Destroys)],
        [ProgramRule.Dd] = [("{0} if=/srv/x", ProgramEffect.Looks), ("{0} of=/srv/x", ProgramEffect.Changes),
            ("{0} of=/dev/vault", ProgramEffect.Destroys)],
        [ProgramRule.Fd] = [("{0} x -x docker stop vault", ProgramEffect.Halts), ("{0} x", ProgramEffect.Looks)],
        [ProgramRule.Find] = [("{0} /srv -name x", ProgramEffect.Looks), ("{0} /srv/vault -delete", ProgramEffect.Destroys),
            ("{0} . -fprint /srv/x", ProgramEffect.Changes)],
        [ProgramRule.Flock] = [("{0} /tmp/lock docker stop vault", ProgramEffect.Halts), ("{0} /tmp/lock docker ps", ProgramEffect.Looks)],
        [ProgramRule.Http] = [("{0} http://h/health", ProgramEffect.Looks), ("{0} http://h/health name==value", ProgramEffect.Looks),
            ("{0} http://h/x name=value", ProgramEffect.Changes), ("{0} POST http://h/vault/stop", ProgramEffect.Halts),
            ("{0} DELETE http://h/vault", ProgramEffect.Destroys), ("{0} -o /srv/x http://h", ProgramEffect.Changes)],
        [ProgramRule.InPlace] = [("{0} -ne 'print' x", ProgramEffect.Looks), ("{0} -i -ne 'print' /srv/x", ProgramEffect.Changes)],
        [ProgramRule.InitScript] = [("/etc/init.d/vault status", ProgramEffect.Looks), ("/etc/init.d/vault stop", ProgramEffect.Halts)],
        [ProgramRule.Kill] = [("{0} -0 12", ProgramEffect.Looks), ("{0} -HUP vault", ProgramEffect.Changes),
            ("{0} vault", ProgramEffect.Halts)],
        [ProgramRule.Mktemp] = [("{0}", ProgramEffect.Looks), ("{0} /srv/x.XXXX", ProgramEffect.Changes)],
        [ProgramRule.Mode] = [("{0} 755 /tmp/x", ProgramEffect.Looks), ("{0} 755 /srv/x", ProgramEffect.Changes),
            ("{0} --reference /srv/x /tmp/x", ProgramEffect.Looks), ("{0} --from root app /tmp/x", ProgramEffect.Looks)],
        [ProgramRule.Mongo] = [("{0} --eval 'db.x.find()'", ProgramEffect.Looks), ("{0} --eval 'db.vault.drop()'", ProgramEffect.Destroys),
            ("{0} --eval 'db.adminCommand({{replSetFreeze: 60}})'", ProgramEffect.Changes),
            ("{0} --eval 'db.runCommand(\"ping\"); db.x.whatever()'", ProgramEffect.Unclear), ("{0} x.js", ProgramEffect.Unclear),
            ("echo 'rs.status()' | {0}", ProgramEffect.Looks)],
        [ProgramRule.Netcat] = [("echo ruok | {0} h 1", ProgramEffect.Looks), ("echo 'show stat; set x' | {0} h 1", ProgramEffect.Changes),
            ("echo no-such | {0} h 1", ProgramEffect.Unclear), ("{0} h 1", ProgramEffect.Unclear)],
        [ProgramRule.Parallel] = [("{0} -j 2 docker stop ::: vault", ProgramEffect.Halts),
            ("{0} docker inspect --format x ::: vault", ProgramEffect.Looks)],
        [ProgramRule.Patch] = [("{0} /tmp/x", ProgramEffect.Looks), ("{0} /srv/x", ProgramEffect.Changes),
            ("{0} -p 1 /tmp/x", ProgramEffect.Looks)],
        [ProgramRule.RemoteShell] = [("{0} -p 22 h docker stop vault", ProgramEffect.Halts), ("{0} h docker ps", ProgramEffect.Looks)],
        [ProgramRule.Salt] = [("{0} x cmd.run 'docker stop vault'", ProgramEffect.Halts),
            ("{0} x cmd.shell 'docker ps'", ProgramEffect.Looks), ("{0} x cmd.script salt://x", ProgramEffect.Changes)],
        [ProgramRule.Script] = [("{0} -c 'docker stop vault'", ProgramEffect.Halts), ("{0} -c 'docker ps'", ProgramEffect.Looks)],
        [ProgramRule.Sed] = [("{0} s/a/b/ /srv/x", ProgramEffect.Looks), ("{0} -i s/a/b/ /srv/x", ProgramEffect.Changes),
            ("{0} 's/a/b/w /srv/x' x", ProgramEffect.Changes)],
        [ProgramRule.Service] = [("{0} vault status", ProgramEffect.Looks), ("{0} vault reload", ProgramEffect.Changes),
            ("{0} vault stop", ProgramEffect.Halts)],
        [ProgramRule.Split] = [("{0} x /tmp/x", ProgramEffect.Looks), ("{0} x", ProgramEffect.Changes),
            ("{0} -b 9 x /tmp/x", ProgramEffect.Looks)],
        [ProgramRule.Sqlite] = [("{0} x 'SELECT 1'", ProgramEffect.Looks), ("{0} x 'DROP TABLE vault'", ProgramEffect.Destroys)],
        [ProgramRule.SshKeygen] = [("{0} -lf /srv/x", ProgramEffect.Looks), ("{0} -f /srv/x", ProgramEffect.Changes),
            ("{0} -t rsa -f /tmp/x", ProgramEffect.Looks)],
        [ProgramRule.SwitchGroup] = [("{0} g -c 'docker stop vault'", ProgramEffect.Halts), ("{0} g -c 'docker ps'", ProgramEffect.Looks)],
        [ProgramRule.SwitchUser] = [("{0} u -c 'docker stop vault'", ProgramEffect.Halts),
            ("{0} -s x u -c 'docker ps'", ProgramEffect.Looks)],
        [ProgramRule.Tar] = [("{0} tf /srv/x", ProgramEffect.Looks), ("{0} xf /srv/x", ProgramEffect.Changes),
            ("{0} xf /srv/x -C /tmp", ProgramEffect.Changes), ("{0} xf /srv/x -C /tmp/x", ProgramEffect.Looks)],
        [ProgramRule.Unzip] = [("{0} x -d /tmp/x", ProgramEffect.Looks), ("{0} x -d /srv/x", ProgramEffect.Changes),
            ("{0} -l x", ProgramEffect.Looks)],
        [ProgramRule.Watch] = [("{0} -n 1 docker stop vault", ProgramEffect.Halts), ("{0} docker ps", ProgramEffect.Looks)],
        [ProgramRule.Wget] = [("{0} -O - http://h", ProgramEffect.Looks), ("{0} http://h", ProgramEffect.Changes),
            ("{0} --method PUT http://h/vault", ProgramEffect.Halts), ("{0} --method DELETE http://h/vault", ProgramEffect.Destroys)],
        [ProgramRule.Xargs] = [("echo vault | {0} -n 1 docker stop", ProgramEffect.Halts),
            ("echo vault | {0} docker inspect --format x", ProgramEffect.Looks)],
        // Their lines say something as well.
        [ProgramRule.Env] = [("{0} -S 'docker stop vault'", ProgramEffect.Halts)],
        [ProgramRule.LoginShell] = [("echo docker stop vault | {0}", ProgramEffect.Halts)],
        [ProgramRule.Git] = [("{0} -C /tmp/x reset --hard", ProgramEffect.Looks), ("{0} branch -a", ProgramEffect.Looks),
            ("{0} tag -d vault", ProgramEffect.Destroys)],
        [ProgramRule.Redis] = [("echo FLUSHALL vault | {0}", ProgramEffect.Destroys), ("echo PING | {0}", ProgramEffect.Looks)],
    };

    /// <summary>The commands of a line.</summary>
    public static IEnumerable<CatalogueSample> Of(CatalogueLine line) =>
        Commands(line).Select(c => new CatalogueSample(line, c.Command, c.Effect));

    private static IEnumerable<(string Command, ProgramEffect Effect)> Commands(CatalogueLine line)
    {
        var name = $"{Name(line.Program)}{(line.Verb is null ? "" : " " + line.Verb)}";
        if (line.Effect == ProgramEffect.Is)
            return line.Verb is null ? Others(line)
                : line.Same.Length > 1 ? Same(line, name) : [($"{name} stop vault", ProgramEffect.Halts)];
        if (line.IsWord)
            return [Spoken(line)];
        if (line is { Program: "ansible", Verb: { } module })
            return Module(line, $"ansible all -m {module} -a");
        if (ProgramCatalogue.Shared.Find(line.Program)?.Line.Effect == ProgramEffect.Sql)
            return line.Verb is null ? Sql(line, name) : [($"echo '{line.Verb} vault' | {Name(line.Program)}", line.Effect)];
        var special = Rules.GetValueOrDefault(line.Rule, []).Select(r => (string.Format(null, r.Command, name), r.Effect));
        if (line.Rule is ProgramRule.Netcat or ProgramRule.Mongo or ProgramRule.Salt)
            return special.Concat(Conditions(line, name));
        if (line.Rule is not (ProgramRule.None or ProgramRule.Env or ProgramRule.LoginShell or ProgramRule.Git or ProgramRule.Redis))
            return special;
        return special.Concat(line.Effect switch
        {
            ProgramEffect.Runs => Runs(line, name),
            ProgramEffect.Enters or ProgramEffect.Starts => [($"{name} x docker stop vault", ProgramEffect.Halts),
                ($"{name} x docker ps", line.Effect == ProgramEffect.Starts ? ProgramEffect.Changes : ProgramEffect.Looks),
                .. line.Values.Select(v => ($"{name} {v} a x docker stop vault", ProgramEffect.Halts))],
            ProgramEffect.Shell =>
                [($"{name} -c 'docker stop vault'", ProgramEffect.Halts), ($"{name} -c 'docker ps'", ProgramEffect.Looks)],
            ProgramEffect.Unknown => Code(line, name),
            _ => [.. Plain(line, name), .. Code(line, name)],
        });
    }

    private static string Name(string program) => program switch
    {
        // A word of the shell itself.
        "time" => "/usr/bin/time",
        "init.d/*" => "/etc/init.d/vault",
        _ => program.Replace("*", ".x", StringComparison.Ordinal),
    };

    /// <summary>A word of a language, such as <c>sql:</c>, in the code of a program that reads the language.</summary>
    private static (string Command, ProgramEffect Effect) Spoken(CatalogueLine line) => line.Program switch
    {
        "mongo:" when line.Verb![0] == '$' => ($"mongosh --eval 'db.x.aggregate([{{{line.Verb}: \"vault\"}}])'", line.Effect),
        "mongo:" => ($"mongosh --eval 'db.{line.Verb}(\"vault\")'", line.Effect),
        "socket:" => ($"echo '{line.Verb} vault' | nc h 1", line.Effect),
        // Of such a statement the words behind it decide.
        _ => ($"psql -c '{line.Verb} vault'", line.Effect == ProgramEffect.Unknown ? ProgramEffect.Looks : line.Effect),
    };

    /// <summary>A module of Ansible, with each of the arguments that its line names.</summary>
    private static IEnumerable<(string Command, ProgramEffect Effect)> Module(CatalogueLine line, string name) =>
        [($"{name} vault", line.Effect),
            .. line.Conditions.SelectMany(c => c.Words.Examples.Select(w => ($"{name} 'vault {w}'", c.Effect)))];

    /// <summary>A verb that is a verb of another program does the same.</summary>
    private static IEnumerable<(string Command, ProgramEffect Effect)> Same(CatalogueLine line, string name)
    {
        var other = string.Join(' ', line.Same);
        return Commands(ProgramCatalogue.Shared.Find(line.Same[0])!.Verb(string.Join(' ', line.Same.Skip(1)))!)
            .Where(c => Begins(c.Command, other))
            .Select(c => (c.Command.Replace(other + " ", name + " ", StringComparison.Ordinal), c.Effect));
    }

    /// <summary>Another name does what the program does.</summary>
    private static IEnumerable<(string Command, ProgramEffect Effect)> Others(CatalogueLine line)
    {
        var program = ProgramCatalogue.Shared.Find(line.Program)!;
        return program.Verbs
            .Where(v => v.Program == program.Name && v.Effect is not (ProgramEffect.Enters or ProgramEffect.Starts)).SelectMany(Commands)
            .Concat(Commands(program.Line))
            .Where(c => Begins(c.Command, program.Name))
            .Select(c => (c.Command.Replace(program.Name + " ", line.Program + " ", StringComparison.Ordinal), c.Effect));
    }

    private static bool Begins(string command, string name) =>
        command.StartsWith(name + " ", StringComparison.Ordinal) || command.Contains($"| {name} ", StringComparison.Ordinal);

    private static IEnumerable<(string Command, ProgramEffect Effect)> Sql(CatalogueLine line, string name)
    {
        yield return ($"echo 'DROP TABLE vault' | {name}", ProgramEffect.Destroys);
        yield return ($"echo 'SELECT 1' | {name}", ProgramEffect.Looks);
        foreach (var option in line.Code)
            yield return ($"{name} {option} 'DROP TABLE vault'", ProgramEffect.Destroys);
        foreach (var option in line.Values.Where(_ => !line.Code.IsEmpty))
            yield return ($"{name} {option} {line.Code.First()} 'DROP TABLE vault'", ProgramEffect.Looks);
        foreach (var option in line.Script)
            yield return ($"{name} {option} /dev/unknown", ProgramEffect.Unclear);
        foreach (var (command, effect) in Rules.GetValueOrDefault(line.Rule, []))
            yield return (string.Format(null, command, name), effect);
    }

    private static IEnumerable<(string Command, ProgramEffect Effect)> Runs(CatalogueLine line, string name)
    {
        var skipped = string.Concat(Enumerable.Repeat("5 ", line.Skip));
        yield return ($"{name} {skipped}docker stop vault", ProgramEffect.Halts);
        yield return ($"{name} {skipped}docker ps", ProgramEffect.Looks);
        foreach (var option in line.Values.Where(v => v is not "-S" and not "--split-string"))
            yield return ($"{name} {option} 1 {skipped}docker stop vault", ProgramEffect.Halts);
    }

    private static IEnumerable<(string Command, ProgramEffect Effect)> Code(CatalogueLine line, string name) =>
        line.Code.Select(o => (o == "-" ? $"echo 'system x' | {name}" : $"{name} {o} 'system(1)'", ProgramEffect.Unclear));

    private static IEnumerable<(string Command, ProgramEffect Effect)> Plain(CatalogueLine line, string name)
    {
        // A word behind a program that has verbs would be one.
        if (line.Verb is null && ProgramCatalogue.Shared.Find(line.Program)!.HasVerbs)
        {
            yield return ($"{name} no-such-verb", line.Effect);
            foreach (var option in line.Values.Where(v => line.Rule != ProgramRule.Git || v != "-C"))
                yield return ($"{name} {option} help --no-such no-such-verb", line.Effect);
        }
        else if (line is { Verb: null, Code.IsEmpty: false })
        {
            yield return ($"echo 1 | {name}", line.Effect);
        }
        else
        {
            yield return ($"{name} {(line.Files == WrittenOperands.Second ? "x " : "")}{Lasting}", line.Effect);
        }

        if (line.Files != WrittenOperands.None)
        {
            yield return ($"{name} {(line.Files == WrittenOperands.Second ? Lasting + " " : "")}{Temporary}", ProgramEffect.Looks);
            foreach (var option in line.Values.Except(line.Writes)
                .Where(_ => line.Files == WrittenOperands.Operands && line.Conditions.IsEmpty))
                yield return ($"{name} {option} {Lasting} {Temporary}", ProgramEffect.Looks);
        }

        foreach (var option in line.Target)
            yield return ($"{name} {option} {Temporary} /tmp/x", ProgramEffect.Looks);
        foreach (var option in line.Writes)
        {
            yield return ($"{name} {option} {Lasting}", ProgramEffect.Changes);
            yield return ($"{name} {option} {Temporary}", ProgramEffect.Looks);
        }

        foreach (var condition in Conditions(line, name))
            yield return condition;
    }

    private static IEnumerable<(string Command, ProgramEffect Effect)> Conditions(CatalogueLine line, string name)
    {
        foreach (var condition in line.Conditions)
        {
            foreach (var word in condition.Words.Examples.Where(
                w => line.Conditions.First(c => c.Scope == condition.Scope && c.Words.Fit(w)) == condition))
                yield return (Met(condition.Scope, name, word), condition.Effect);
        }
    }

    private static string Met(ConditionScope scope, string name, string word) => scope switch
    {
        ConditionScope.Second => $"{name} x {word}",
        ConditionScope.Last => $"{name} {Lasting} {word}",
        ConditionScope.Only => $"{name} {word}",
        _ => $"{name} {word} {Lasting}",
    };
}
