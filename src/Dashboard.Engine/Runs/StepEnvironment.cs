using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Execution.Scripts;

namespace Dashboard.Engine.Runs;

/// <summary>
/// The whole environment of a step: a few fixed variables, the run's inputs, and where the Docker engine of the settings listens when that
/// is not where every client looks. Nothing of the server's. A container has its own.
/// </summary>
internal static class StepEnvironment
{
    public static ImmutableSortedDictionary<string, string> Of(Step step, RunOpened opened, EngineOptions options)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        all.AddRange(opened.Inputs);
        // What scripts take for granted; a runbook may have inputs of these names, and they count. Output is read as a terminal shows it.
        all.TryAdd("TERM", "xterm-256color");
        OfLanguage(step, all);
        if (step.Container is not null)
            return all.ToImmutable();
        all.TryAdd("USER", Environment.UserName);
        all.TryAdd("LOGNAME", Environment.UserName);
        all.TryAdd("SHELL", "/bin/bash");
        all["PATH"] = options.Path;
        all["HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : "/";
        all["LANG"] = "C.UTF-8";
        all["TZ"] = "UTC";
        // The typed checks ask this engine; a script beside them that asked another one would tell of another host.
        if (options.Docker != EngineOptions.UsualDocker)
            all["DOCKER_HOST"] = options.Docker;
        return all.ToImmutable();
    }

    private static void OfLanguage(Step step, ImmutableSortedDictionary<string, string>.Builder all)
    {
        switch (step.Language)
        {
            // A read-only step changes no database by mistake. One that means to can say so itself: the sandbox does not reach there.
            case ScriptLanguage.Sql when step.Kind.IsReadOnly():
                all["PGOPTIONS"] = string.Join(' ', new[] { all.GetValueOrDefault("PGOPTIONS"), "-c default_transaction_read_only=on" }
                    .Where(o => !string.IsNullOrWhiteSpace(o)));
                break;
            // Nothing is sent home, and no Unix socket is opened for whoever would look into it.
            case ScriptLanguage.PowerShell:
                all.TryAdd("POWERSHELL_TELEMETRY_OPTOUT", "1");
                all.TryAdd("POWERSHELL_UPDATECHECK", "Off");
                all.TryAdd("DOTNET_EnableDiagnostics", "0");
                break;
        }
    }

    /// <summary>
    /// The names of a step's variables, for the record. A read-only script is told where questions to the Docker engine are answered.
    /// </summary>
    public static ImmutableArray<string> Names(Step step, RunOpened opened, EngineOptions options) =>
    [
        .. Of(step, opened, options).Keys
            .Concat(step.Outputs.IsEmpty ? [] : [WrittenValues.Variable])
            .Concat(step.Kind.IsReadOnly() && step.Container is null ? ["DOCKER_HOST"] : [])
            .Distinct().Order(StringComparer.Ordinal),
    ];
}
