using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Walks compound commands: lists, branches, loops, subshells.</summary>
internal sealed class Compounds(ShellWalk walk)
{
    /// <summary>Walks a compound command.</summary>
    public Flow Grouped(Group group, ShellContext context)
    {
        walk.Words.Fields(group.Words);
        return group.Kind switch
        {
            GroupKind.Subshell => walk.Apart(() => Listed(group, context)),
            GroupKind.Coprocess => walk.Apart(() => Listed(group, context with { Input = Flow.Any })),
            GroupKind.Branch => InBranch(() => group.IsConditional && Conditions.AsksForUnset(walk, group.Body[0])
                ? Untaken(group, context) : Listed(group, context)),
            GroupKind.Loop => InLoop(() => Listed(group, context)),
            _ => Listed(group, context),
        };
    }

    /// <summary>Walks a loop over words. Its variable may have any of them as its value.</summary>
    public Flow Repeated(ForEach loop, ShellContext context)
    {
        foreach (var item in loop.Words is { } words ? walk.Words.Fields(words).SelectMany(f => f) : walk.Scope.Positional.Each)
            walk.Scope.Assign(loop.Name, item);
        return InLoop(() => walk.Statements(loop.Body, context)) with { Text = null };
    }

    private Flow Listed(Group group, ShellContext context) =>
        walk.Statements(group.Body, context) is var output && (group.Body.Length == 1 || Goes(group)) ? output
            : output with { Text = null };

    /// <summary>Whether it changes folders and does one thing there: <c>here=$(cd "$(dirname "$0")" &amp;&amp; pwd)</c>.</summary>
    private static bool Goes(Group group) => group.IsConditional
        && group.Body is [{ Command: Call { Words: [{ Parts: [Bare { Text: "cd" }] }, ..] } }, _];

    /// <summary>Walks parts that do not run as far as the linter knows. What they do counts all the same, short of tracing.</summary>
    private Flow Untaken(Group group, ShellContext context)
    {
        walk.Scope.Untaken++;
        var output = Listed(group, context);
        walk.Scope.Untaken--;
        return output;
    }

    private Flow InBranch(Func<Flow> inside)
    {
        walk.Scope.Positional = walk.Scope.Positional with { Branches = walk.Scope.Positional.Branches + 1 };
        var output = inside();
        walk.Scope.Positional = walk.Scope.Positional with { Branches = walk.Scope.Positional.Branches - 1 };
        return output;
    }

    private Flow InLoop(Func<Flow> inside) => InBranch(() =>
    {
        walk.Scope.Loops++;
        var output = inside();
        walk.Scope.Loops--;
        return output;
    });
}
