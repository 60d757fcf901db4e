using Dashboard.Core.Runs;
using Dashboard.CrashHost;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Live;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Execution;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

// A server without screens that tests start, and kill. It carries out one step of one run and tells on standard output what the
// engine acknowledged: whatever stands there before the kill must be in the data folder after it.
if (args is [VerifyChild.Word, var bundle, var signers])
{
    await VerifyChild.RunAsync(bundle, signers);
    return;
}

var plan = Plan.Parse(args);
_ = Task.Run(() =>
{
    // Whoever started it holds the other end; a killed test leaves no server behind.
    while (Console.In.Read() >= 0)
    {
    }

    Environment.Exit(1);
});

var watch = new CrashWatch(plan);
var services = EngineBuilder.Services(plan.Folder);
watch.At<ILedgerStore>(services);
watch.At<IAccounts>(services);
watch.At<IRunbookLibrary>(services);
watch.At<IStepRunner>(services);
await using var server = services.BuildServiceProvider();
await EngineBuilder.StartAsync(server);
Console.WriteLine("serving");

var runs = server.GetRequiredService<IRunService>();
watch.Arm();
do
{
    foreach (var step in plan.Step.Split(' '))
        await StartAsync(step);
}
while (plan.Repeat);
Console.WriteLine(File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmHWM", StringComparison.Ordinal)));

async Task StartAsync(string step)
{
    if (plan.Gate.Length > 0)
        await runs.ExecuteAsync(new(plan.Account, plan.Stamp), plan.Run, new RunCommand.ApproveGate(plan.Gate, plan.Gate, ""));
    Console.WriteLine("asking");
    var answer = await runs.ExecuteAsync(new(plan.Account, plan.Stamp), plan.Run, new RunCommand.StartStep(step));
    Console.WriteLine(answer.Done ? $"started {answer.Id}" : $"refused {string.Join(' ', answer.Reasons.Select(r => r.Message))}");
    watch.Die("after", "the answer");
    if (answer.Done)
        Console.WriteLine($"ended {(await EndAsync(answer.Id!)).Outcome}");
    watch.Die("after", "the end");
}

async Task<Attempt> EndAsync(string attemptId)
{
    using var changed = new SemaphoreSlim(0);
    using var subscription = server.GetRequiredService<RunChangeNotifier>().Subscribe(plan.Run, () => changed.Release());
    while (true)
    {
        if ((await runs.FindAsync(plan.Run))!.State.Attempts.Single(a => a.Id == attemptId) is { IsRunning: false } ended)
            return ended;
        await changed.WaitAsync();
    }
}
