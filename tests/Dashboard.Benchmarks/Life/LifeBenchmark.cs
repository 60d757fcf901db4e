using System.Diagnostics;
using System.Globalization;
using Dashboard.Benchmarks.Support;
using Dashboard.Engine.Runs;

namespace Dashboard.Benchmarks.Life;

/// <summary>A step's whole life, against the bare process and against a task of Ansible.</summary>
internal sealed class LifeBenchmark : IBenchmark
{
    private const int WarmUp = 100, Rounds = 100;
    private const double AboveBash = 20, TimesAnsible = 10;

    // A change waits until the kernel has let it into its cgroup.
    private const double AboveBashChanging = 30, TimesAnsibleChanging = 5;

    /// <summary>
    /// A person comes between two steps: until then the lists are compared, the index is written, and the kernel has tidied up what was.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const string Runbook = """
        ---
        title: Nothing, twice
        gates:
          - id: change
            phrase: change-approved
            unlocks: mutating
        ---

        ## Preflight

        ```bash {#look .preflight}
        true
        ```

        ## Change

        ```bash {#change-it .mutating}
        true
        ```
        """;

    private const string WithASecret = """
        ---
        title: Nothing, with a secret
        secrets:
          - file: {file}
        ---

        ```bash {#look .preflight}
        true
        ```
        """;

    public string Name => "life";

    public string Title => "a step of `true` from the command to its durable end";

    public async Task RunAsync(Report report, string folder)
    {
        await using var engine = await EngineOnDisk.StartAsync(folder);
        var ansible = await AnsibleTask.FindAsync(report, folder);
        var run = await engine.OpenAsync(Runbook);
        var secret = Path.Combine(folder, "secret");
        await File.WriteAllTextAsync(secret, Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        var withSecret = await engine.OpenAsync(WithASecret.Replace("{file}", secret, StringComparison.Ordinal));
        var (bash, look, masked, change, task) = (
            new Sample("bash -c true"), new Sample("preflight step"), new Sample("preflight step, one secret"), new Sample("mutating step"),
            new Sample("Ansible task"));
        for (var round = -WarmUp; round < Rounds; round++)
        {
            // What comes before the first round warms up, and is not kept.
            var keep = round >= 0;
            await TakeAsync(bash, keep, () => Commands.Bare("/bin/bash", "-c", "true"));
            await TakeAsync(look, keep, () => engine.RunAsync(run, "look"));
            await TakeAsync(masked, keep, () => engine.RunAsync(withSecret, "look"));
            await engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", "to measure"));
            await TakeAsync(change, keep, () => engine.RunAsync(run, "change-it"));
            // Every other round: a pair of playbooks takes as long as hundreds of steps.
            if (keep && round % 2 == 0 && ansible is not null)
                task.Add(await ansible.MeasureAsync());
        }

        // Without bubblewrap a preflight step would be fast and prove nothing.
        report.Say($"  the preflight step was {(await engine.RunAsync(run, "look")).Finished!.Sandbox}");
        report.Table([Sample.Header("ms"), bash.Row(), look.Row(), masked.Row(), change.Row(),
            .. ansible is null ? (string[][])[] : [task.Row()]]);
        foreach (var step in (Sample[])[look, masked, change])
        {
            var above = step.Median - bash.Median;
            var (most, times) = step == change ? (AboveBashChanging, TimesAnsibleChanging) : (AboveBash, TimesAnsible);
            report.Limit(above <= most, Invariant($"{step.Name}: {above:0.0} ms above bare bash; at most {most:0} ms"));
            if (ansible is null)
                report.Unmeasured(
                    $"{step.Name} against Ansible: ansible-playbook is not here and could not be installed (Debian: ansible-core)");
            else
                report.Limit(step.Median * times <= task.Median,
                    Invariant($"{step.Name}: {task.Median / step.Median:0.0} times faster than Ansible's task; at least {times:0} times"));
        }
    }

    private static async Task TakeAsync(Sample sample, bool keep, Action action)
    {
        await Task.Delay(Pause);
        var start = Stopwatch.GetTimestamp();
        action();
        if (keep)
            sample.AddSince(start);
    }

    private static async Task TakeAsync(Sample sample, bool keep, Func<Task> action)
    {
        await Task.Delay(Pause);
        var start = Stopwatch.GetTimestamp();
        await action();
        if (keep)
            sample.AddSince(start);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
