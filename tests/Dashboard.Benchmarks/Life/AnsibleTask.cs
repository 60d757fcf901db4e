using System.Diagnostics;
using Dashboard.Benchmarks.Support;

namespace Dashboard.Benchmarks.Life;

/// <summary>
/// One task (<c>command: true</c>) of <c>ansible-playbook</c> on the local connection, without facts. Ansible's own start is no part of a
/// task, so a playbook of one task is taken off one of more.
/// </summary>
internal sealed class AnsibleTask
{
    private const string Program = "ansible-playbook";
    private const int More = 20;

    private readonly string _one, _many;

    private AnsibleTask(string folder) => (_one, _many) = (Write(folder, 1), Write(folder, 1 + More));

    /// <summary>Ansible; installed from Debian's packages when it is missing and this is root. Null when it cannot be had.</summary>
    public static async Task<AnsibleTask?> FindAsync(Report report, string folder)
    {
        if (!await Commands.WorksAsync(Program, "--version") && Environment.IsPrivilegedProcess)
        {
            report.Say("ansible-playbook is missing; installing ansible-core");
            if (await Commands.WorksAsync("apt-get", "update", "-q"))
                await Commands.WorksAsync("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-q", "-y",
                    "--no-install-recommends", "ansible-core");
        }

        return await Commands.WorksAsync(Program, "--version") ? new(folder) : null;
    }

    /// <summary>What a task takes, in milliseconds.</summary>
    public async Task<double> MeasureAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await PlayAsync(_one);
        var one = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        await PlayAsync(_many);
        return (Stopwatch.GetElapsedTime(start) - one).TotalMilliseconds / More;
    }

    private static async Task PlayAsync(string playbook) => await Commands.ReadAsync(Program, "-i", "localhost,", playbook);

    private static string Write(string folder, int tasks)
    {
        var path = Path.Combine(folder, $"{tasks}.yml");
        var list = string.Concat(Enumerable.Repeat("    - command: 'true'\n", tasks));
        File.WriteAllText(path, $"- hosts: localhost\n  connection: local\n  gather_facts: no\n  tasks:\n{list}");
        return path;
    }
}
