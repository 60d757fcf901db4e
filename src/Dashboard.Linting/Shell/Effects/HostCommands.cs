using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>Commands that work on the host itself: processes, users, disks, network, packages.</summary>
internal static class HostCommands
{
    private static readonly HashSet<string> Changing =
    [
        "useradd", "usermod", "adduser", "groupadd", "groupmod", "addgroup", "passwd", "chpasswd", "gpasswd", "chage", "visudo", "vipw", "chsh", "chfn",
        "modprobe", "insmod", "rmmod", "depmod", "setenforce", "setsebool", "swapon", "swapoff", "losetup", "at", "batch", "systemd-run",
        "update-rc.d", "chkconfig", "update-grub", "update-initramfs", "ldconfig", "locale-gen", "dpkg-reconfigure", "add-apt-repository", "logrotate",
        "vgcreate", "lvcreate", "pvcreate", "lvextend", "resize2fs", "xfs_growfs", "tune2fs", "ssh-copy-id", "ssh-add", "newgrp", "unattended-upgrade",
        "ip-up", "ifup", "netplan", "certbot", "docker-machine", "dockerd", "containerd", "kubeadm", "jenkins-cli", "wall", "mail", "sendmail", "ansible-galaxy", "ex", "ed", "vi", "vim", "nano", "emacs",
        "tmux", "screen", "gdb", "ntpdate", "s6-rc", "rc-update", "openrc", "openrc-run", "criu", "liquibase", "flyway", "alembic", "ansible-pull", "salt", "salt-call", "puppet", "chef-client",
    ];

    private static readonly HashSet<string> Halting =
        ["shutdown", "reboot", "halt", "poweroff", "init", "telinit", "ifdown", "killall5", "pkill", "killall", "skill", "xkill", "slay", "s6-svc", "svc", "start-stop-daemon"];

    private static readonly HashSet<string> Destroying =
    [
        "userdel", "deluser", "groupdel", "delgroup", "fdisk", "sfdisk", "cfdisk", "parted", "sgdisk", "gdisk", "lvremove", "vgremove", "pvremove", "lvreduce",
        "mkswap", "blkdiscard", "mdadm", "dropdb", "dropuser",
    ];

    /// <summary>What the command does; null when it is another kind of command.</summary>
    public static Effect? Of(string name, string[] arguments) => name switch
    {
        _ when Changing.Contains(name) => Effect.Changes,
        _ when Halting.Contains(name) => Effect.Halts,
        "fdisk" or "parted" or "sfdisk" or "sgdisk" or "mdadm" when arguments.Any(a => a is "-l" or "--list" or "print" or "-p" or "--detail" or "--examine" or "-d" or "--dump") => Effect.None,
        _ when Destroying.Contains(name) || name.StartsWith("mkfs", StringComparison.Ordinal) => Effect.Destroys,
        "kill" => Kills(arguments),
        "fuser" => Arguments.Of(arguments, ["-n"]).Has("-k", "--kill") ? Effect.Halts : Effect.None,
        "mount" or "umount" or "swapon" => arguments.All(a => a is "-l" or "-V" or "--version" or "-v") && name != "umount" ? Effect.None : name == "umount" ? Effect.Halts : Effect.Changes,
        "sysctl" => arguments.Any(a => a is "-w" or "-p" or "--system" or "--write" || (a.Contains('=', StringComparison.Ordinal) && a[0] != '-')) ? Effect.Changes : Effect.None,
        "ip" or "tc" or "bridge" => arguments.Any(a => a is "add" or "del" or "delete" or "set" or "flush" or "replace" or "change" or "append" or "up" or "down" or "exec") ? Effect.Changes : Effect.None,
        "ifconfig" or "route" => arguments.Count(a => !a.StartsWith('-')) > 1 ? Effect.Changes : Effect.None,
        "iptables" or "ip6tables" => Arguments.Of(arguments, ["-t", "-w"]).Has("-L", "-S", "-C", "--list", "--list-rules", "--check", "-V", "--version") ? Effect.None : Effect.Changes,
        "nft" => arguments.FirstOrDefault(a => !a.StartsWith('-')) is "list" or null ? Effect.None : Effect.Changes,
        "firewall-cmd" => arguments.All(a => a.StartsWith("--list", StringComparison.Ordinal) || a.StartsWith("--get", StringComparison.Ordinal) || a.StartsWith("--query", StringComparison.Ordinal)
            || a.StartsWith("--info", StringComparison.Ordinal) || a.StartsWith("--zone", StringComparison.Ordinal) || a is "--state" or "--permanent") ? Effect.None : Effect.Changes,
        "ipvsadm" => Arguments.Of(arguments, []).Has("-L", "-l", "-S", "--list", "--save") ? Effect.None : Effect.Changes,
        "ethtool" => arguments.Any(a => a is "-s" or "-G" or "-K" or "-C" or "-A" or "-L" or "-E" or "-f" or "--change" or "--reset") ? Effect.Changes : Effect.None,
        "fsck" or "e2fsck" or "fsck.ext4" or "xfs_repair" => Arguments.Of(arguments, []).Has("-n", "-N") ? Effect.None : Effect.Changes,
        "date" => arguments.Any(a => a is "-s" or "--set" || a.StartsWith("--set=", StringComparison.Ordinal)) ? Effect.Changes : Effect.None,
        "hwclock" => arguments.Any(a => a is "-w" or "-s" or "--systohc" or "--hctosys" or "--set") ? Effect.Changes : Effect.None,
        "hostname" or "domainname" => arguments.All(a => a.StartsWith('-')) ? Effect.None : Effect.Changes,
        "dmesg" => Arguments.Of(arguments, ["-n", "-l"]).Has("-C", "-c", "--clear", "--read-clear", "-n") ? Effect.Changes : Effect.None,
        "journalctl" => arguments.Any(a => a.StartsWith("--vacuum", StringComparison.Ordinal)) ? Effect.Destroys
            : arguments.Any(a => a is "--rotate" or "--flush" or "--sync" or "--relinquish-var" or "--update-catalog" or "--setup-keys") ? Effect.Changes : Effect.None,
        "dpkg" => Arguments.Of(arguments, []).Has("-r", "-P", "--remove", "--purge") ? Effect.Destroys
            : Arguments.Of(arguments, []).Has("-i", "--install", "--configure", "--unpack", "-a", "--set-selections", "--triggers-only") ? Effect.Changes : Effect.None,
        "rpm" => arguments.Any(a => a is "-q" or "--query" or "-V" or "--verify" || a.StartsWith("-q", StringComparison.Ordinal)) ? Effect.None
            : Arguments.Of(arguments, []).Has("-e", "--erase") ? Effect.Destroys : Effect.Changes,
        "cryptsetup" => arguments.Any(a => a is "status" or "luksDump" or "isLuks") ? Effect.None : Effect.Destroys,
        "nginx" or "apachectl" or "apache2ctl" or "httpd" or "haproxy" or "caddy" or "sshd" => arguments.Any(a => a is "-t" or "-T" or "-v" or "-V" or "-c" or "configtest" or "-S" or "validate" or "version" or "-vv") ? Effect.None : Effect.Halts,
        "ansible-playbook" or "ansible" => arguments.Any(a => a is "--check" or "-C" or "--syntax-check" or "--list-hosts" or "--list-tasks" or "--version") ? Effect.None : Effect.Changes,
        "make" or "just" or "task" or "npx" or "bunx" or "pnpx" or "rails" or "ninja" or "rake" or "ant" or "mvn" or "gradle" => arguments.Any(a => a is "-n" or "--dry-run" or "--version") ? Effect.None : Effect.Unclear,
        "aws" or "gcloud" or "az" or "gsutil" or "openstack" or "doctl" or "hcloud" => Cloud(arguments),
        _ when name.StartsWith("init.d/", StringComparison.Ordinal) => arguments.FirstOrDefault() is "status" ? Effect.None : Effect.Halts,
        _ => null,
    };

    private static Effect Kills(string[] arguments)
    {
        // `kill -TERM 1`, `kill -s TERM 1`, `kill 1`, `kill -- -1`.
        var (signal, targets) = arguments switch
        {
            ["-s" or "-n", var name, .. var rest] => (name, rest),
            [['-', not '-', ..] option, .. var rest] => (option[1..], rest),
            _ => ("TERM", arguments),
        };
        if (signal is "0" or "l" or "L")
            return Effect.None;
        // What the script has started itself it may end itself.
        if (targets.All(a => a is "--" or "" || SymbolicText.Holds(a, SymbolicText.OwnProcess) || a.StartsWith('%')))
            return Effect.None;
        return signal.Replace("SIG", "", StringComparison.Ordinal) is "HUP" or "USR1" or "USR2" or "WINCH" or "CONT" or "1" or "10" or "12" or "28" or "18" ? Effect.Changes : Effect.Halts;
    }

    private static Effect Cloud(string[] arguments)
    {
        var verbs = arguments.Where(a => !a.StartsWith('-')).ToArray();
        if (verbs.Any(v => v is "rm" or "rb" or "terminate-instances" || v.StartsWith("delete", StringComparison.Ordinal) || v.StartsWith("terminate", StringComparison.Ordinal)))
            return Effect.Destroys;
        return verbs.Length == 0 || verbs.Any(v => v is "ls" or "list" or "show" or "describe" or "wait" or "version" or "get" or "stat" or "cat" or "get-caller-identity"
            || v.StartsWith("describe-", StringComparison.Ordinal) || v.StartsWith("list-", StringComparison.Ordinal) || v.StartsWith("get-", StringComparison.Ordinal) || v.StartsWith("head-", StringComparison.Ordinal))
            ? Effect.None : Effect.Changes;
    }
}
