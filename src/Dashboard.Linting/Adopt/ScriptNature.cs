using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Linting.Shell;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;
using Dashboard.Linting.Shell.Walk;

namespace Dashboard.Linting.Adopt;

/// <summary>What a script does, as the linter sees it.</summary>
internal sealed partial record ScriptNature
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

    /// <summary>The first program of which nothing is known; null when all are.</summary>
    public string? Unlisted { get; private init; }

    /// <summary>Whether all the programs of which nothing is known are called as if they only looked.</summary>
    public bool ReadsAsLook { get; private init; }

    /// <summary>A statement that only looks, beside others that do not; null when they are all of a kind.</summary>
    public string? Looks { get; private init; }

    /// <summary>The files that it names by a path of a folder that nobody knows.</summary>
    public ImmutableArray<string> Files { get; private init; } = [];

    /// <summary>The names of its commands, as they are written; null for one that only a run would tell.</summary>
    public IEnumerable<string?> Programs => Words is null ? [] : Words.Commands.Select(c => c.Words[0]);

    /// <summary>Whether each of its commands is a program or a builtin that the linter knows, or that stands elsewhere as a
    /// command.</summary>
    public bool IsMadeOf(IReadOnlySet<string> others) =>
        Words is { Commands.Count: > 0 } && Programs.All(name => name is not null && (others.Contains(name) || IsKnownProgram(name)));

    /// <summary>Whether it does nothing that outlives its own shell: it sets variables, or goes to a folder.</summary>
    public bool IsSettingOnly => Words is { } words && Changes is null && Unclear is null && Destroys is null
        && words.Commands.All(c => c.Words[0] is "cd" or "export" or "readonly" or "set" or "unset" or "umask" or "pushd" or "popd");

    /// <summary>The kind of a script that belongs to no rollback; <see cref="StepKind.Preflight"/> for one that only looks.</summary>
    public StepKind Kind => Destroys is not null ? StepKind.Destructive
        : Changes is not null || Unclear is not null || (Unlisted is not null && !ReadsAsLook) ? StepKind.Mutating : StepKind.Preflight;

    /// <summary>Looks at a script.</summary>
    public static ScriptNature Of(string script, ShellDialect dialect, Func<string, ShellDialect, ShellReading> read)
    {
        var text = SymbolicText.Harmless(script);
        var reading = read(text, dialect);
        if (reading.Problem is { } problem)
            return new() { Unreadable = problem.Message };
        if (reading.Statements is not { } statements)
            return new() { IsUnread = true };
        var facts = ShellWalk.Facts(text, dialect, new(read, new Dictionary<string, string>(), [], [], [], ProgramCatalogue.Shared));
        var words = ScriptWords.Of(statements);
        var unlisted = facts.Where(f => f.Kind == FactKind.Unlisted).ToArray();
        var acting = facts.Where(f => f.Kind is FactKind.Changes or FactKind.Destroys or FactKind.Unclear
            || (f.Kind == FactKind.Unlisted && !LookingWords.Are(Whole(f)))).ToArray();
        var sends = words.Commands.FirstOrDefault(c => Sends(c.Words)) is { } post ? string.Join(' ', post.Words.Select(w => w ?? "…"))
            : null;
        return new()
        {
            Words = words,
            Unreadable = facts.FirstOrDefault(f => f.Kind == FactKind.Unreadable)?.Words,
            Destroys = facts.FirstOrDefault(f => f.Kind == FactKind.Destroys)?.Words,
            Changes = facts.FirstOrDefault(f => f.Kind == FactKind.Changes)?.Words,
            Unclear = facts.FirstOrDefault(f => f.Kind == FactKind.Unclear)?.Words,
            Unlisted = unlisted.FirstOrDefault(f => !LookingWords.Are(Whole(f))) is { } acts ? Whole(acts)
                : sends ?? (unlisted.Length > 0 ? Whole(unlisted[0]) : null),
            ReadsAsLook = sends is null && unlisted.All(f => LookingWords.Are(Whole(f))),
            Looks = acting.Length == 0 ? null : Looking(statements, words, acting),
            Files = [.. facts.Where(f => f.Kind == FactKind.Uses && FileNames().IsMatch(f.Words)).Select(f => f.Words).Distinct()],
        };
    }

    // The whole command: what it is called says less than what it is told.
    private static string Whole(ShellFact fact) => fact.Fields.IsDefaultOrEmpty ? fact.Words : string.Join(' ', fact.Fields);

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

    // The linter lets a check POST, since many services are asked that way. Whether a document asks or changes nobody can tell.
    private static bool Sends(ImmutableArray<string?> words) => words.Contains("curl") && words.OfType<string>().Any(w =>
        w is "POST" or "-XPOST" or "--request=POST" or "-d" or "-F" or "--form" or "--json" || w.StartsWith("--data",
            StringComparison.Ordinal));

    private static bool IsKnownProgram(string name) => ProgramCatalogue.Shared.Find(name[(name.LastIndexOf('/') + 1)..]) is not null
        || Neutral.Contains(name) || name is "test" or "[" or "exit" or "read" or "type" or "command" or "eval" or "wait";

    // A word with a dot may be anything: a host, a unit, a version.
    [GeneratedRegex(@"\.(?:sh|ya?ml|json|sql|conf|cfg|ini|toml|env|pem|crt|key|csr|tf|tfvars|py|rb|pl|j2|tgz|tar(?:\.\w+)?|zip|deb|r"
        + @"pm|txt|list)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex FileNames();
}
