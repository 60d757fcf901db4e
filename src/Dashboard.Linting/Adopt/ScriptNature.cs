using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Linting.Shell;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;
using Dashboard.Linting.Shell.Walk;

namespace Dashboard.Linting.Adopt;

/// <summary>What a script does, as the linter sees it.</summary>
internal sealed record ScriptNature
{
    private static readonly string[] Neutral =
        ["cd", "export", "set", "echo", "printf", "sleep", "source", ".", "true", ":", "umask", "unset", "pushd", "popd", "wait"];

    /// <summary>Its words; null when it cannot be read.</summary>
    public ScriptWords? Words { get; private init; }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public string? Unreadable { get; private init; }

    /// <summary>Whether nobody could look, because shfmt is missing.</summary>
    public bool IsUnread { get; private init; }

    /// <summary>The first command that deletes for good; null when none does.</summary>
    public string? Destroys { get; private init; }

    /// <summary>The first command that changes something; null when none does.</summary>
    public string? Changes { get; private init; }

    /// <summary>The first command of which nobody can tell what it does; null when that is known of all.</summary>
    public string? Unclear { get; private init; }

    /// <summary>A statement that only looks, beside others that do not; null when they are all of a kind.</summary>
    public string? Looks { get; private init; }

    /// <summary>The files that it names by a path of a folder that nobody knows.</summary>
    public ImmutableArray<string> Files { get; private init; } = [];

    /// <summary>Whether each of its commands is a program or a builtin that is known.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>Whether it does nothing that outlives its own shell: it sets variables, or goes to a folder.</summary>
    public bool IsSettingOnly => Words is { } words && Changes is null && Unclear is null && Destroys is null
        && words.Commands.All(c => c.Words[0] is "cd" or "export" or "set" or "unset" or "umask" or "pushd" or "popd");

    /// <summary>The kind of a script that belongs to no rollback; <see cref="StepKind.Preflight"/> for one that only looks.</summary>
    public StepKind Kind => Destroys is not null ? StepKind.Destructive
        : Changes is not null || Unclear is not null ? StepKind.Mutating : StepKind.Preflight;

    /// <summary>Looks at a script.</summary>
    public static ScriptNature Of(string script, ShellDialect dialect, Func<string, ShellDialect, ShellReading> read)
    {
        var text = SymbolicText.Harmless(script);
        var reading = read(text, dialect);
        if (reading.Problem is { } problem)
            return new() { Unreadable = problem.Message };
        if (reading.Statements is not { } statements)
            return new() { IsUnread = true };
        var facts = ShellWalk.Facts(text, dialect, new(read, new Dictionary<string, string>(), [], []));
        var words = ScriptWords.Of(statements);
        var acting = facts.Where(f => f.Kind is FactKind.Changes or FactKind.Destroys or FactKind.Unclear or FactKind.Unlisted).ToArray();
        return new()
        {
            Words = words,
            Unreadable = facts.FirstOrDefault(f => f.Kind == FactKind.Unreadable)?.Words,
            Destroys = facts.FirstOrDefault(f => f.Kind == FactKind.Destroys)?.Words,
            Changes = facts.FirstOrDefault(f => f.Kind == FactKind.Changes)?.Words,
            Unclear = facts.FirstOrDefault(f => f.Kind is FactKind.Unclear or FactKind.Unlisted)?.Words,
            Looks = acting.Length == 0 ? null : Looking(statements, words, acting),
            Files = [.. facts.Where(f => f.Kind == FactKind.Uses).Select(f => f.Words).Distinct()],
            IsKnown = words.Commands.Count > 0 && words.Commands.All(c => c.Words[0] is { } name && IsKnownProgram(name)),
        };
    }

    // A statement reaches to where the next one begins.
    private static string? Looking(ImmutableArray<Statement> statements, ScriptWords words, ShellFact[] acting)
    {
        for (var i = 0; i < statements.Length; i++)
        {
            var (from, to) = (statements[i].At, i + 1 < statements.Length ? statements[i + 1].At : new(int.MaxValue, 1));
            var isActing = acting.Any(f => (f.At.Line, f.At.Column).CompareTo((from.Line, from.Column)) >= 0
                && (f.At.Line, f.At.Column).CompareTo((to.Line, to.Column)) < 0);
            if (!isActing && statements[i].Command is Call or Pipe && words.Commands.FirstOrDefault(c => c.Line == from.Line) is { } command
                && command.Words[0] is { } name && !Neutral.Contains(name))
                return string.Join(' ', command.Words.Select(w => w ?? "…"));
        }

        return null;
    }

    private static bool IsKnownProgram(string name) => ProgramCatalogue.Shared.Find(name[(name.LastIndexOf('/') + 1)..]) is not null
        || Neutral.Contains(name) || name is "test" or "[" or "exit" or "read" or "type" or "command" or "eval" or "wait";
}
