using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Conditions of which the linter knows that they do not hold.</summary>
internal static class Conditions
{
    /// <summary>
    /// Whether a condition asks for a variable that nobody sets: <c>[ -n "${DEBUG:-}" ]</c>, <c>[[ $TRACE == 1 ]]</c>.
    /// </summary>
    public static bool AsksForUnset(ShellWalk walk, Statement condition)
    {
        var words = condition.Command switch
        {
            Call { Words: [{ Parts: [Bare { Text: "[" or "test" }] }, .. var rest] } => rest,
            Group { Kind: GroupKind.Plain, Body.IsEmpty: true } group => group.Words,
            _ => [],
        };
        var parts = words.SelectMany(w => w.Parts).SelectMany(p => p is DoubleQuoted inner ? inner.Parts : [p]).ToArray();
        // With a negation, or with several questions, it may hold.
        return parts.OfType<Parameter>().ToArray() is [{ Kind: ExpansionKind.Value or ExpansionKind.Default } asked]
            && asked.Word is null or { Parts: [] or [Bare { Text: "0" or "false" or "no" or "off" }] }
            && walk.Scope.IsUnset(asked.Name)
            && parts.All(p => p is Parameter or Bare { Text: "-n" or "=" or "==" or "]" or "1" or "true" or "yes" or "on" or "-eq" }
                or Quoted { Text: "1" or "true" or "yes" or "on" });
    }
}
