using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.Effects;

namespace Dashboard.Linting.Rules;

/// <summary>
/// Steps in languages other than shell: SQL is looked at word by word, as in <c>psql -c</c>; of others is said that nobody looked.
/// </summary>
internal static class OtherLanguages
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<LintFinding> Check(LintSubject subject, StepRules rules)
    {
        foreach (var step in subject.Runbook.Steps.Where(s => ScriptLanguage.IsScript(s.Language) && !ScriptLanguage.IsShell(s.Language)))
        {
            if (step.Language == ScriptLanguage.Sql)
            {
                foreach (var finding in Facts(step.Body).SelectMany(f => rules.Check(step, f)))
                    yield return finding;
            }
            else if (step.Kind.IsReadOnly())
            {
                yield return new(subject.Path, new(LintCodes.UnreadLanguage, DiagnosticSeverity.Warning, step.Line, 1,
                    $"The linter does not read {step.Language}, so nobody has looked whether the {step.Kind.DisplayName()} step "
                        + $"`{step.Id}` only reads. Its sandbox keeps it from changing this host, not from asking others to change something.",
                    "Write it as `bash`, or read it and waive this: `lint-ignore=LN105 reason=\"…\"`."))
                {
                    StepId = step.Id,
                };
            }
        }
    }

    private static IEnumerable<ShellFact> Facts(string sql)
    {
        var client = ProgramCatalogue.Shared.Find(ScriptLanguage.ProgramOf(ScriptLanguage.Sql))!;
        foreach (var (word, line) in SqlWords.Of(sql).Select(w => (w, ProgramCatalogue.Shared.SqlWord(w) ?? client.Verb(w)))
            .DistinctBy(w => w.w))
        {
            FactKind? kind = line is null ? null : LineEffects.Of(line.Effect).Impact switch
            {
                Impact.Changes => FactKind.Changes,
                Impact.Destroys => FactKind.Destroys,
                Impact.Unclear => FactKind.Unclear,
                _ => null,
            };
            if (kind is { } what)
                yield return new(what, word, null, Place(sql, word));
        }
    }

    private static SourceLocation Place(string sql, string word)
    {
        var before = sql.AsSpan(0, Math.Max(0, sql.IndexOf(word, StringComparison.OrdinalIgnoreCase)));
        return new(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
