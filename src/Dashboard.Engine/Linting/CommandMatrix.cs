using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;
using Dashboard.Linting.Rules;
using Dashboard.Linting.Team;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Linting;

/// <summary>
/// What commands do against what the linter says of them. Each is linted alone, in a read-only step and in one that changes.
/// </summary>
/// <param name="Commands">The commands, in the order of the list.</param>
public sealed record CommandMatrix(ImmutableArray<JudgedCommand> Commands)
{
    private const int Together = 50, LinesOfFront = 4, LinesOfStep = 3;

    private static readonly string[] Changing = [LintCodes.ChangesInReadOnlyStep];

    private static readonly string[] Unclear =
        [LintCodes.UnclearInReadOnlyStep, LintCodes.UnknownInReadOnlyStep, LintCodes.BadShell, LintCodes.NotPinned];

    /// <summary>How many commands do the one, and are said to do the other.</summary>
    public int Count(CommandVerdict does, CommandVerdict said) => Commands.Count(c => c.Does == does && c.Said == said);

    /// <summary>The part of the commands that do the one of which the other is said, from 0 to 1; 0 when there are none.</summary>
    public double Share(CommandVerdict does, CommandVerdict said) =>
        Commands.Count(c => c.Does == does) is var all and > 0 ? (double)Count(does, said) / all : 0;

    /// <summary>Lints the commands of a list: one on a line, a tab, and <c>reads</c>, <c>changes</c> or <c>destroys</c>.</summary>
    /// <param name="text">The list.</param>
    /// <param name="folder">A runbooks folder whose <c>lint.yaml</c> counts; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The matrix; null when shfmt, which reads the commands, is not installed.</returns>
    /// <exception cref="FormatException">A line is no command with an effect, or the file of the team has a slip.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static Task<CommandMatrix?> OfAsync(string text, string? folder, CancellationToken cancellation)
    {
        if (folder is null)
            return OfAsync(text, TeamCatalogue.None, cancellation);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"No such folder: {folder}. Enter the path of a runbooks folder.");
        var team = new RunbookLibrary(Options.Create(new EngineOptions { Runbooks = folder }), new(TimeProvider.System)).Team().Catalogue;
        return team.Findings is [var slip, ..]
            ? throw new FormatException($"{TeamCatalogue.FileName}, line {slip.Line}: {slip.Message} {slip.Remedy}")
            : OfAsync(text, team, cancellation);
    }

    /// <summary>The same, with what a team says.</summary>
    /// <param name="text">The list.</param>
    /// <param name="team">What the team says of its programs.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The matrix; null when shfmt, which reads the commands, is not installed.</returns>
    /// <exception cref="FormatException">A line is no command with an effect.</exception>
    public static async Task<CommandMatrix?> OfAsync(string text, TeamCatalogue team, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shfmt = new Shfmt();
        var judged = ImmutableArray.CreateBuilder<JudgedCommand>();
        foreach (var commands in CommandList.Read(text).Chunk(Together))
        {
            var subjects = new[] { Subject("preflight", commands, team, shfmt), Subject("mutating", commands, team, shfmt) };
            await shfmt.ReadAheadAsync(subjects.SelectMany(RunbookLinter.ScriptsOf), cancellation);
            var found = subjects.Select(s => RunbookLinter.Lint(s).ToLookup(f => f.Diagnostic.Line, f => f.Diagnostic.Code)).ToArray();
            if (found.Any(f => f.Any(line => line.Contains(LintCodes.NoShellParser))))
                return null;
            judged.AddRange(commands.Select((c, i) => new JudgedCommand(c.Line, c.Command, c.Does,
                Said(found[0][LineOf(i)], found[1][LineOf(i)]))));
        }

        return new(judged.ToImmutable());
    }

    private static CommandVerdict Said(IEnumerable<string> looking, IEnumerable<string> changing) =>
        changing.Contains(LintCodes.DestroysOutsideDestructiveStep) ? CommandVerdict.Destroys
        : looking.Any(Changing.Contains) ? CommandVerdict.Changes
        : looking.Any(Unclear.Contains) ? CommandVerdict.CannotTell
        : CommandVerdict.Reads;

    private static int LineOf(int command) => LinesOfFront + (command * LinesOfStep) + 2;

    private static LintSubject Subject(string kind, (int, string Command, CommandVerdict)[] commands, TeamCatalogue team,
        Shfmt shfmt)
    {
        var text = new StringBuilder("---\ngates:\n  - {id: change, phrase: change-approved, unlocks: mutating}\n---\n");
        for (var i = 0; i < commands.Length; i++)
            text.Append(null, $"````bash {{#c{i} .{kind}}}\n{commands[i].Command}\n````\n");
        return new()
        {
            Path = "commands.md",
            Runbook = RunbookParser.Parse("commands.md", text.ToString()),
            Catalogue = team,
            Read = shfmt.Read,
        };
    }
}
