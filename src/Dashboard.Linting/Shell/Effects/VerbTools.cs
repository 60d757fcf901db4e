using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>The tools that are known by their verbs.</summary>
internal static class VerbTools
{
    private static readonly Dictionary<string, VerbTool> Tools = new(StringComparer.Ordinal)
    {
        ["docker"] = new(
            looks: """
                ps, logs, inspect, version, info, images, top, stats, port, diff, history, events, search, help, export, save, wait,
                container ls, container list, container ps, container inspect, container logs, container top, container stats, container port, container diff, container export, container wait,
                image ls, image list, image inspect, image history, image save, volume ls, volume list, volume inspect, network ls, network list, network inspect,
                system df, system info, system events, context ls, context list, context inspect, context show, node ls, node inspect, node ps,
                service ls, service inspect, service ps, service logs, stack ls, stack ps, stack services, stack config, secret ls, secret inspect,
                config ls, config inspect, manifest inspect, plugin ls, plugin inspect, buildx ls, buildx inspect, buildx version, buildx du, pod ps, pod inspect, pod logs
                """,
            destroys: """
                rm, rmi, container rm, container remove, container prune, image rm, image remove, image prune, volume rm, volume remove, volume prune, network rm, network remove, network prune,
                system prune, system reset, builder prune, buildx prune, buildx rm, node rm, service rm, service remove, stack rm, stack remove, stack down, secret rm, config rm, pod rm, pod prune, plugin rm, context rm, swarm leave
                """,
            halts: "stop, kill, pause, restart, rename, network disconnect, container rename, container stop, container kill, container pause, container restart, service scale, service update, pod stop, pod kill, pod restart, swarm leave",
            withValue: "-H --host -c --context --config -l --log-level --tlscacert --tlscert --tlskey --url --connection --identity --root --runroot -n --namespace -a --address --storage-driver"),
        ["docker-compose"] = new(
            looks: "ps, logs, config, convert, images, top, port, events, version, ls, stats, volumes, help, wait",
            destroys: "rm",
            halts: "stop, kill, down, pause, restart, scale",
            withValue: "-f --file -p --project-name --profile --env-file --project-directory --parallel --ansi --progress -H --host -c --context --log-level --tlscacert --tlscert --tlskey"),
        ["systemctl"] = new(
            looks: """
                status, show, cat, is-active, is-enabled, is-failed, is-system-running, list-units, list-unit-files, list-timers, list-sockets, list-paths, list-dependencies,
                list-jobs, list-machines, list-automounts, get-default, show-environment, help
                """,
            halts: "stop, kill, restart, try-restart, reload-or-restart, try-reload-or-restart, disable, mask, isolate, poweroff, reboot, halt, kexec, suspend, hibernate, rescue, emergency, freeze, exit, soft-reboot",
            withValue: "-H --host -M --machine -t --type -p --property -n --lines -s --signal --state -o --output --root --job-mode"),
        ["kubectl"] = new(
            looks: """
                get, describe, logs, top, version, cluster-info, explain, api-resources, api-versions, auth can-i, auth whoami, config view, config current-context, config get-contexts,
                config get-clusters, config get-users, diff, rollout status, rollout history, wait, events, plugin list, kustomize, completion, options
                """,
            destroys: "delete, drain",
            halts: "scale, cordon, rollout restart, rollout pause, rollout undo, evict",
            withValue: "-n --namespace --context --kubeconfig -s --server --user --cluster --token --as --as-group -l --selector -v --request-timeout"),
        ["helm"] = new(
            looks: "list, ls, status, get, history, hist, show, inspect, search, template, lint, version, env, diff, verify, repo list, plugin list, dependency list",
            destroys: "uninstall, delete, del, un", halts: "rollback",
            withValue: "-n --namespace --kube-context --kubeconfig --kube-apiserver --registry-config --repository-config"),
        ["terraform"] = new(
            looks: "plan, show, output, validate, version, providers, graph, state list, state show, state pull, workspace list, workspace show, console, metadata, test",
            destroys: "destroy, state rm, workspace delete", withValue: "-chdir"),
        ["vault"] = new(
            looks: """
                status, read, list, version, path-help, kv get, kv list, kv metadata, secrets list, auth list, audit list, policy read, policy list, policies, operator members, operator key-status,
                operator diagnose, token lookup, token capabilities, lease lookup, namespace list, plugin list, plugin info, print, monitor
                """,
            destroys: """
                delete, kv delete, kv destroy, secrets disable, auth disable, audit disable, lease revoke, token revoke, policy delete, namespace delete, plugin deregister, operator raft, operator generate-root, operator migrate
                """,
            halts: "operator seal, operator step-down"),
        ["git"] = new(
            looks: """
                status, log, show, diff, rev-parse, ls-files, ls-tree, ls-remote, cat-file, describe, blame, grep, rev-list, shortlog, for-each-ref, show-ref, merge-base, name-rev,
                check-ignore, check-attr, verify-commit, verify-tag, version, help, stash list, stash show, submodule status, worktree list, reflog, count-objects, fsck, var, whatchanged, cherry, diff-tree, diff-index, diff-files, archive,
                remote show, remote get-url, remote -v, symbolic-ref, config --get, config -l, config --list
                """,
            destroys: "reset, clean, filter-branch, gc, prune",
            withValue: "-C -c --git-dir --work-tree --namespace --exec-path"),
        ["service"] = new(looks: "--status-all"),
        ["crontab"] = new(looks: ""),
        ["apt"] = new("list, show, search, policy, depends, rdepends, showsrc", destroys: "purge, remove, autoremove, autopurge"),
        ["apt-get"] = new("check, indextargets, changelog", destroys: "purge, remove, autoremove, autopurge"),
        ["apt-mark"] = new("showauto, showmanual, showhold"),
        ["dnf"] = new("list, info, search, repolist, provides, check-update, history, repoquery", destroys: "remove, erase, autoremove"),
        ["apk"] = new("info, list, search, policy, version", destroys: "del"),
        ["pip"] = new("list, show, freeze, check, index, config, debug, help", destroys: "uninstall"),
        ["npm"] = new("ls, list, view, outdated, audit, explain, config, help, root, prefix", destroys: "uninstall, rm"),
        ["snap"] = new("list, info, find, version, services, connections, changes", destroys: "remove"),
        ["consul"] = new("members, info, version, kv get, catalog, monitor, operator raft, validate", destroys: "kv delete, leave, force-leave", halts: "maint"),
        ["nomad"] = new("status, job status, node status, alloc status, alloc logs, version, plan, validate, inspect", destroys: "system gc, stop, job stop", halts: "node drain"),
        ["etcdctl"] = new("get, endpoint, version, member list, watch, check, alarm list", destroys: "del, member remove"),
        ["zfs"] = new("list, get, diff, holds, userspace", destroys: "destroy, rollback"),
        ["zpool"] = new("list, status, get, iostat, history", destroys: "destroy, labelclear"),
        ["supervisorctl"] = new("status, version, pid, avail, tail, maintail", halts: "stop, restart, shutdown, signal"),
        ["sv"] = new("status, check", halts: "stop, down, exit, force-stop, force-shutdown, restart, force-restart, shutdown, kill, term, d, x, t, k", withValue: "-w"),
        ["initctl"] = new("list, status, version", halts: "stop, restart"),
        ["monit"] = new("status, summary, report, validate, procmatch", halts: "stop, restart, quit, unmonitor", withValue: "-c -g -d -l -p"),
        ["chronyc"] = new("tracking, sources, sourcestats, activity, ntpdata, serverstats, clients, rtcdata, waitsync"),
        ["qm"] = new("list, status, config, pending, showcmd, monitor", destroys: "destroy", halts: "stop, shutdown, reboot, reset, suspend"),
        ["pct"] = new("list, status, config, pending, df", destroys: "destroy", halts: "stop, shutdown, reboot, suspend"),
        ["btrfs"] = new("subvolume list, subvolume show, filesystem show, filesystem df, filesystem usage, device stats, device usage, scrub status, qgroup show, property get", destroys: "subvolume delete, device delete, device remove"),
        ["restic"] = new("snapshots, list, ls, stats, check, diff, find, version, cat, dump", destroys: "forget, prune", withValue: "-r --repo -p --password-file"),
        ["borg"] = new("list, info, check, diff", destroys: "delete, prune"),
        ["gh"] = new("auth status, pr list, pr view, pr status, pr diff, pr checks, run list, run view, run watch, issue list, issue view, release list, release view, repo view, workflow list, workflow view, search, status", destroys: "repo delete, release delete", withValue: "-R --repo"),
        ["glab"] = new("auth status, mr list, mr view, mr diff, ci list, ci view, ci status, issue list, issue view, release list, release view, repo view", withValue: "-R --repo"),
        ["s3cmd"] = new("ls, la, info, du", destroys: "del, rm, rb"),
        ["go"] = new("version, env, list, doc, vet, help"),
        ["cargo"] = new("version, tree, metadata, search, help, check, audit"),
        ["dotnet"] = new("help, list, nuget list"),
        ["pm2"] = new("list, ls, status, show, describe, logs, jlist, monit", destroys: "delete, del", halts: "stop, restart, kill"),
        ["virsh"] = new("list, dominfo, domstate, net-list, pool-list, vol-list, version, nodeinfo", destroys: "undefine, vol-delete", halts: "destroy, shutdown, reboot, suspend"),
        ["ctr"] = new("version, info, containers ls, containers info, tasks ls, images ls, c ls, t ls, i ls, c info", destroys: "containers rm, images rm, c rm, i rm", halts: "tasks kill, t kill, tasks pause", withValue: "-n --namespace -a --address"),
        ["crictl"] = new("ps, pods, images, inspect, inspecti, inspectp, logs, stats, version, info", destroys: "rm, rmi, rmp", halts: "stop, stopp"),
        ["lxc"] = new("list, info, config show, image list, version", destroys: "delete", halts: "stop, restart, pause"),
        ["machinectl"] = new("list, status, show, list-images", destroys: "remove", halts: "stop, terminate, kill, poweroff, reboot"),
        ["hostnamectl"] = new("status, hostname"),
        ["timedatectl"] = new("status, show, list-timezones, timesync-status"),
        ["localectl"] = new("status, list-locales, list-keymaps"),
        ["loginctl"] = new("list-sessions, list-users, session-status, user-status, show-session, show-user", halts: "kill-session, kill-user, terminate-session, terminate-user"),
        ["ufw"] = new("status, version", halts: "disable, reset"),
        ["update-alternatives"] = new(""),
        ["nmcli"] = new("general, networking connectivity, device status, device show, connection show, radio"),
        ["redis-cli"] = new(
            "get, mget, info, ping, keys, scan, ttl, type, exists, dbsize, lrange, smembers, hget, hgetall, zrange, client list, config get, memory usage, slowlog, time, role, strlen, llen, INFO, PING, GET, KEYS, SCAN, TTL, DBSIZE",
            destroys: "flushall, flushdb, del, unlink, FLUSHALL, FLUSHDB, DEL", halts: "shutdown, SHUTDOWN", withValue: "-h -p -s -a -n -u --user --pass"),
        ["rabbitmqctl"] = new("status, list_queues, list_exchanges, list_bindings, list_users, list_vhosts, cluster_status, ping, list_connections", destroys: "delete_queue, purge_queue, delete_user, delete_vhost, reset, force_reset", halts: "stop, stop_app, shutdown"),
        ["infisical"] = new("secrets get, user, --version"),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["podman"] = "docker",
        ["nerdctl"] = "docker",
        ["podman-compose"] = "docker-compose",
        ["oc"] = "kubectl",
        ["k3s"] = "kubectl",
        ["microk8s"] = "kubectl",
        ["tofu"] = "terraform",
        ["opentofu"] = "terraform",
        ["bao"] = "vault",
        ["yum"] = "dnf",
        ["microdnf"] = "dnf",
        ["pip3"] = "pip",
        ["aptitude"] = "apt",
        ["pnpm"] = "npm",
        ["yarn"] = "npm",
        ["invoke-rc.d"] = "service",
        ["rc-service"] = "service",
    };

    /// <summary>The name by which a tool is known here: <c>docker</c> for <c>podman</c>.</summary>
    public static string Known(string name) => Aliases.GetValueOrDefault(name, name);

    /// <summary>The tool of this name; null when it is not known by its verbs.</summary>
    public static VerbTool? Find(string name) => Tools.GetValueOrDefault(Known(name));
}
