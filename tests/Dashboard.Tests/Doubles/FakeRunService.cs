using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Engine.Runs;

namespace Dashboard.Tests.Doubles;

/// <summary>Keeps what it is asked, and answers what it is told to.</summary>
internal sealed class FakeRunService : IRunService, IRunReader
{
    public Dictionary<string, RunView> Views { get; } = [];

    public List<RunCommand> Commands { get; } = [];

    public List<OpenRun> Opened { get; } = [];

    public Queue<CommandResult> Answers { get; } = new();

    public Task<CommandResult> OpenAsync(Caller caller, OpenRun request, CancellationToken cancellation = default)
    {
        Opened.Add(request);
        return Task.FromResult(Answers.TryDequeue(out var answer) ? answer : CommandResult.Ok("run-1"));
    }

    public Dictionary<string, string> Unreadable { get; } = [];

    public Task<RunView?> FindAsync(string runId, CancellationToken cancellation = default) => Unreadable.TryGetValue(runId, out var why)
        ? Task.FromException<RunView?>(new UnreadableRunException(why))
        : Task.FromResult(Views.GetValueOrDefault(runId));

    async Task<StoredRun?> IRunReader.FindAsync(string runId, CancellationToken cancellation) => await FindAsync(runId, cancellation);

    public Task<CommandResult> ExecuteAsync(Caller caller, string runId, RunCommand command, CancellationToken cancellation = default) =>
        ExecuteAsync(command);

    public Task<CommandResult> ExecuteAsync(RunCommand command)
    {
        Commands.Add(command);
        return Task.FromResult(Answers.TryDequeue(out var answer) ? answer : CommandResult.Ok());
    }

    public void Refuse(LockCode code, string message, string remedy) =>
        Answers.Enqueue(CommandResult.Refused(ImmutableArray.Create(new LockReason(code, message, remedy))));
}
