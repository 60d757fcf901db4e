using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>Database clients: what they do is in the SQL that they are given.</summary>
internal static class SqlEffects
{
    /// <summary>What the command does.</summary>
    /// <param name="client">The client.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="read">Reads a file.</param>
    public static Effect Of(KnownProgram client, string[] arguments, Flow? input, Func<string, Flow> read)
    {
        var line = client.Line;
        var given = Arguments.Of(arguments, line.AllValues);
        foreach (var file in given.Values.Where(v => line.Script.Contains(v.Name) && v.Value != "-"))
            input = (input ?? Flow.Silent).Then(read(file.Value));
        ImmutableArray<string> sql = line.Rule == ProgramRule.Sqlite
            ? [.. given.Operands.Skip(1)] : [.. given.Values.Where(v => line.Code.Contains(v.Name)).Select(v => v.Value)];
        if (sql.IsEmpty && input is not null)
        {
            if (input.Text is null)
                return Effect.Unclear;
            sql = [input.Text];
        }

        return sql.Aggregate(Effect.None, (effect, text) => effect.Or(Of(client, text)));
    }

    /// <summary>What SQL does, by its words outside quotes and comments, and by the client's own words.</summary>
    private static Effect Of(KnownProgram client, string sql)
    {
        var effect = SymbolicText.IsKnown(sql) ? Effect.None : Effect.Unclear;
        foreach (var word in SqlWords.Of(sql))
        {
            if ((ProgramCatalogue.Shared.SqlWord(word) ?? client.Verb(word)) is { } line)
                effect = effect.Or(LineEffects.Of(line.Effect));
        }

        return effect;
    }
}
