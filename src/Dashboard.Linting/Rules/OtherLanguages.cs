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
                yield return new(step.Part ?? subject.Path, new(LintCodes.UnreadLanguage, DiagnosticSeverity.Warning, step.Line, 1,
                    $"The linter does not read {step.Language}, so nobody has looked whether the {step.Kind.DisplayName()} step "
                        + $"`{step.Id}` only reads. Its sandbox keeps it from changing this host, not from asking others to change "
                        + "something.",
                    "Write it as `bash`, or read it and waive this: `lint-ignore=LN106 reason=\"…\"`."))
                {
                    StepId = step.Id,
                };
            }
        }
    }

    private static IEnumerable<ShellFact> Facts(string sql)
    {
        var catalogue = ProgramCatalogue.Shared;
        var client = catalogue.Find(ScriptLanguage.ProgramOf(ScriptLanguage.Sql))!;
        foreach (var (effect, word) in SqlEffects.Statements(client, sql, catalogue))
        {
            FactKind? kind = effect.Impact switch
            {
                Impact.Changes => FactKind.Changes,
                Impact.Destroys => FactKind.Destroys,
                Impact.Unclear => FactKind.Unclear,
                _ => null,
            };
            if (kind is { } what)
                yield return new(what, word.Text, null, Place(sql, word.At));
        }
    }

    private static SourceLocation Place(string sql, int at)
    {
        var before = sql.AsSpan(0, at);
        return new(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
