using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Assigns variables, and walks the values that shells and programs run as commands.</summary>
internal sealed class Assignments(ShellWalk walk)
{
    private const int LongestKept = 1000;

    /// <summary>Variables that name a script that a shell runs at start.</summary>
    private static readonly HashSet<string> Scripts = ["BASH_ENV", "ENV"];

    /// <summary>Variables whose value some program runs as a command.</summary>
    private static readonly HashSet<string> Commands =
    [
        "PROMPT_COMMAND", "PAGER", "MANPAGER", "GIT_PAGER", "SYSTEMD_PAGER", "PSQL_PAGER", "LESSOPEN", "LESSCLOSE", "GIT_SSH",
            "GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF",
        "GIT_ASKPASS", "SSH_ASKPASS", "SUDO_ASKPASS", "RSYNC_RSH", "BROWSER",
    ];

    /// <summary>Walks assignments.</summary>
    public void Make(ImmutableArray<Assignment> assignments, SourceLocation at)
    {
        foreach (var assignment in assignments)
        {
            walk.Words.Fields(assignment.Inner);
            IReadOnlyList<string> values = assignment.Elements is { } elements
                ? [.. walk.Words.Fields(elements).Select(f => string.Join(SymbolicText.Split, f.Select(e => SymbolicText.Kept + e)))]
                : walk.Words.Texts(assignment.Value);
            foreach (var value in values)
            {
                var before = assignment.Append || assignment.Indexed ? walk.Scope.Assigned(assignment.Name) : [];
                var between = assignment.Elements is null && !assignment.Indexed ? "" : SymbolicText.Split.ToString();
                Set(assignment.Name, value, at);
                foreach (var earlier in before.Where(e => e.Length < LongestKept))
                    walk.Scope.Assign(assignment.Name, earlier + between + value);
            }
        }
    }

    /// <summary>Assigns a value to a variable.</summary>
    public void Set(string name, string value, SourceLocation at)
    {
        walk.Scope.Assign(name, value);
        if (Scripts.Contains(name) && value.Length > 0)
            walk.Commands.Run([".", value], at, ShellContext.Step);
        else if (Commands.Contains(name) && value.Length > 0 && SymbolicText.IsKnown(value))
            walk.Script(value, ShellDialect.Bash, at, ShellContext.Step with { Input = Flow.Any });
        else if (name == "SHELLOPTS" && value.Contains("xtrace", StringComparison.Ordinal))
            walk.Note(FactKind.Leaks, $"{name}={SymbolicText.Words(value)}", at, LintCodes.Traces);
        else if (name == "PATH" ? value.Split(':').Any(IsOwnFolder) : name == "LD_PRELOAD")
            walk.Note(FactKind.Unclear, $"{name}={SymbolicText.Words(value)}", at);
    }

    // If the step can write to a folder in PATH, any command may be replaced.
    private static bool IsOwnFolder(string folder) =>
        folder.Length == 0 || folder[0] == '.' || TemporaryPaths.IsBelow(folder + "/") || SymbolicText.First(folder) == "PWD";
}
