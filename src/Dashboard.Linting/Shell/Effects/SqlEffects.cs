using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>Database clients: what they do is in the SQL that they are given.</summary>
internal static class SqlEffects
{
    /// <summary>Words that change something, and are functions as well where a bracket follows.</summary>
    private static readonly string[] Functions = ["REPLACE", "INSERT", "TRUNCATE"];

    /// <summary>What the command does.</summary>
    /// <param name="client">The client.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="around">What else it hangs on.</param>
    public static Effect Of(KnownProgram client, string[] arguments, Surroundings around)
    {
        var line = client.Line;
        var given = Arguments.Of(arguments, line.AllValues);
        if (LineEffects.Holding(line, arguments, given) is { } holding)
            return LineEffects.Of(holding.Effect);
        var input = around.Input;
        foreach (var file in given.Values.Where(v => line.Script.Contains(v.Name) && v.Value != "-"))
            input = (input ?? Flow.Silent).Then(around.Read(file.Value));
        ImmutableArray<string> sql = line.Rule == ProgramRule.Sqlite
            ? [.. given.Operands.Skip(1)] : [.. given.Values.Where(v => line.Code.Contains(v.Name)).Select(v => v.Value)];
        if (sql.IsEmpty && input is not null)
        {
            if (input.Text is null)
                return Effect.Unclear;
            sql = [input.Text];
        }

        var effect = sql.Aggregate(Effect.None, (effect, text) => effect.Or(Of(client, text, around.Catalogue)));
        return given.Values.Any(v => line.Writes.Contains(v.Name) && !LineEffects.AreTemporary([v.Value], around.Scope))
            ? effect.Or(Effect.Changes) : effect;
    }

    /// <summary>What each statement of a script does that does more than look, with the first word that says so.</summary>
    public static IEnumerable<(Effect Effect, SqlWord Word)> Statements(KnownProgram client, string sql, ProgramCatalogue catalogue)
    {
        foreach (var statement in SqlWords.Of(sql).GroupBy(w => w.Statement))
        {
            SqlWord[] words = [.. statement];
            if (Of(client, words, catalogue) is { Impact: not Impact.None } effect)
                yield return (effect, words.FirstOrDefault(w => (catalogue.Word("sql:", w.Text) ?? client.Verb(w.Text)) is { } known
                    && known.Effect is not (ProgramEffect.Looks or ProgramEffect.Unknown), words[0]));
        }
    }

    /// <summary>What SQL does, by its words outside quotes and comments, and by the client's own words.</summary>
    private static Effect Of(KnownProgram client, string sql, ProgramCatalogue catalogue)
    {
        var effect = SymbolicText.IsKnown(sql) ? Effect.None : Effect.Unclear;
        return SqlWords.Of(sql).GroupBy(w => w.Statement).Aggregate(effect, (all, words) => all.Or(Of(client, [.. words], catalogue)));
    }

    private static Effect Of(KnownProgram client, SqlWord[] words, ProgramCatalogue catalogue)
    {
        var line = words is [{ Begins: true }, ..] ? Statement(client, words, catalogue) : null;
        // `show create table`, `grant delete`: what follows is named, not done. An explanation that analyses runs what it explains.
        if (line is { Effect: ProgramEffect.Looks }
            && !(words[0].Text == "EXPLAIN" && words.Any(w => w.Text is "ANALYZE" or "ANALYSE")))
            return words.Length > 1 && words[0].Text == "PRAGMA" && words[1].IsSet ? Effect.Changes : Effect.None;
        var effect = line is null or { Effect: ProgramEffect.Looks or ProgramEffect.Unknown } ? Effect.None : LineEffects.Of(line.Effect);
        if (words[0].Text is "GRANT" or "REVOKE")
            return Effect.Changes;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            // `on delete cascade` and `for update` do neither.
            if ((word.IsCalled && Functions.Contains(word.Text)) || (i > 0 && words[i - 1].Text is "ON" or "FOR")
                || (i == 0 && IsPrinted(words)))
                continue;
            // A statement of which nobody knows the beginning, `if … exec …`, may hold any other.
            if ((catalogue.Word("sql:", word.Text) ?? client.Verb(word.Text)
                ?? (line is null ? catalogue.Word("sql-statement:", word.Text) : null)) is { Effect: not ProgramEffect.Unknown } known)
                effect = effect.Or(LineEffects.Of(known.Effect));
        }

        return effect;
    }

    private static CatalogueLine? Statement(KnownProgram client, SqlWord[] words, ProgramCatalogue catalogue) =>
        client.Verb(words[0].Text) ?? (words.Length > 1 ? catalogue.Word("sql-statement:", $"{words[0].Text} {words[1].Text}") : null)
            ?? catalogue.Word("sql-statement:", words[0].Text);

    /// <summary><c>copy (select …) to stdout</c> writes no file.</summary>
    private static bool IsPrinted(SqlWord[] words) => words[0].Text is "COPY" or @"\COPY"
        && Enumerable.Range(1, words.Length - 1).Any(i => words[i].Text is "STDOUT" or "STDERR" && words[i - 1].Text == "TO");
}
