using System.Runtime.CompilerServices;
using Dashboard.Engine.Linting;

namespace Dashboard.Engine.Tests.Linting.Commands;

/// <summary>The linter is right about real commands, in the breadth in which runbooks use them.</summary>
public sealed class CommandMatrixTests
{
    [Fact]
    public async Task Commands_OfTheList_AreJudgedRight()
    {
        var matrix = await CommandMatrix.OfAsync(await File.ReadAllTextAsync(Environment.GetEnvironmentVariable("LIST")!), Dashboard.Linting.Team.TeamCatalogue.None, CancellationToken.None);
        matrix.ShouldNotBeNull();
        foreach (var does in Enum.GetValues<CommandVerdict>())
            Console.WriteLine($"{does}: {string.Join(' ', Enum.GetValues<CommandVerdict>().Select(s => $"{s}={matrix.Count(does, s)}"))}");
        foreach (var c in matrix.Commands.Where(c => !c.IsRight))
            Console.WriteLine($"{c.Does}\t{c.Said}\t{c.Command}");
    }
}
