using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Text;
using Dashboard.Engine.Linting;

namespace Dashboard.Cli;

/// <summary>Tells how often the linter is right about the commands of a list.</summary>
internal static class CommandMatrixOutput
{
    private static readonly CommandVerdict[] Does = [CommandVerdict.Reads, CommandVerdict.Changes, CommandVerdict.Destroys];
    private static readonly CommandVerdict[] Said = [.. Does, CommandVerdict.CannotTell];

    /// <summary>Prints a table, and each command below it that is judged wrongly.</summary>
    public static void TellPeople(CommandMatrix matrix)
    {
        Console.WriteLine("               it says: reads  changes  destroys  cannot tell");
        foreach (var does in Does)
        {
            int[] counts = [.. Said.Select(said => matrix.Count(does, said))];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{counts.Sum(),6} {ThatDo(does),-15}{counts[0],7}{counts[1],9}{counts[2],10}{counts[3],13}"));
        }

        foreach (var command in matrix.Commands.Where(c => !c.IsRight))
            Console.WriteLine($"{command.Line}: {Word(command.Does)}, not {Word(command.Said)}: {VisibleText.OneLine(command.Command)}");
    }

    /// <summary>Prints one JSON object.</summary>
    public static void TellPrograms(CommandMatrix matrix, int code) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            exitCode = code,
            matrix = Does.ToDictionary(Word, does => Said.ToDictionary(Word, said => matrix.Count(does, said))),
            wrong = matrix.Commands.Where(c => !c.IsRight)
                .Select(c => new { line = c.Line, command = c.Command, does = Word(c.Does), said = Word(c.Said) }),
        },
        LintOutput.Json));

    private static string ThatDo(CommandVerdict does) => does switch
    {
        CommandVerdict.Reads => "that read",
        CommandVerdict.Changes => "that change",
        _ => "that destroy",
    };

    private static string Word(CommandVerdict verdict) => verdict switch
    {
        CommandVerdict.Reads => "reads",
        CommandVerdict.Changes => "changes",
        CommandVerdict.Destroys => "destroys",
        _ => "cannot tell",
    };
}
