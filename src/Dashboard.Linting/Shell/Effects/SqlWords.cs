namespace Dashboard.Linting.Shell.Effects;

/// <summary>Takes SQL apart into its words.</summary>
internal static class SqlWords
{
    /// <summary>The words outside quotes and comments.</summary>
    public static IEnumerable<SqlWord> Of(string sql)
    {
        var (statement, begins) = (0, true);
        for (var i = 0; i < sql.Length; i++)
        {
            var c = sql[i];
            if (c is '\'' or '"' or '`')
            {
                i = sql.IndexOf(c, i + 1) is var end and >= 0 ? end : sql.Length;
            }
            else if (c == '-' && i + 1 < sql.Length && sql[i + 1] == '-')
            {
                i = sql.IndexOf('\n', i) is var end and >= 0 ? end : sql.Length;
            }
            else if (c == '/' && i + 1 < sql.Length && sql[i + 1] == '*')
            {
                // MySQL runs what stands in /*! */, so only plain comments are left out.
                if (i + 2 < sql.Length && sql[i + 2] == '!')
                    continue;
                i = sql.IndexOf("*/", i + 2, StringComparison.Ordinal) is var end and >= 0 ? end + 1 : sql.Length;
            }
            else if (char.IsAsciiLetter(c) || c is '_' or '\\' or '.')
            {
                var start = i++;
                while (i < sql.Length && (char.IsAsciiLetterOrDigit(sql[i]) || sql[i] is '_' or '!'))
                    i++;
                yield return new(sql[start..i].ToUpperInvariant(), statement, begins, i < sql.Length && sql[i] == '(')
                {
                    At = start,
                    IsSet = sql.AsSpan(i).TrimStart().StartsWith('='),
                };
                begins = false;
                i--;
            }
            else if (c == ';')
            {
                statement++;
                begins = true;
            }
        }
    }
}
