namespace Dashboard.CrashHost;

/// <summary>What a server that is made to be killed has to do.</summary>
internal sealed record Plan
{
    /// <summary>The folder that holds <c>data</c> and <c>runbooks</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Who gives the commands.</summary>
    public required string Account { get; init; }

    /// <summary>Their security stamp.</summary>
    public required string Stamp { get; init; }

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>The step to start, or several, separated by spaces, one after the other.</summary>
    public required string Step { get; init; }

    /// <summary>
    /// Where it kills itself, such as <c>before ILedgerStore.AppendAsync(StepStarted)</c>; empty when somebody else does.
    /// </summary>
    public string Die { get; init; } = "";

    /// <summary>The defence that is switched off, to show what it is good for; empty for none.</summary>
    public string Without { get; init; } = "";

    /// <summary>Whether it starts the step again whenever it has ended, for ever.</summary>
    public bool Repeat { get; init; }

    /// <summary>
    /// The gate that it approves before each step, whose phrase is its id; empty for none. An approval that is refused is let be.
    /// </summary>
    public string Gate { get; init; } = "";

    /// <summary>As arguments of a command line.</summary>
    public string[] ToArguments() => [Folder, Account, Stamp, Run, Step, Die, Without, Repeat ? "repeat" : "", Gate];

    /// <summary>From arguments of a command line.</summary>
    public static Plan Parse(string[] arguments) => new()
    {
        Folder = arguments[0],
        Account = arguments[1],
        Stamp = arguments[2],
        Run = arguments[3],
        Step = arguments[4],
        Die = arguments[5],
        Without = arguments[6],
        Repeat = arguments[7] == "repeat",
        Gate = arguments[8],
    };
}
