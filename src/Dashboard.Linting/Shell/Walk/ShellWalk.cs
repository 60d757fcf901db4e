using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>
/// Interprets a script symbolically: expands words as far as possible, follows functions, substitutions, pipelines and pinned scripts, and
/// records what the commands do. What it cannot know is recorded as unclear. Nothing is executed.
/// </summary>
internal sealed class ShellWalk
{
    private const int MaxDepth = 160, MaxSteps = 20_000;

    private readonly FactLog _log = new();
    private readonly Compounds _compounds;
    private readonly Dictionary<(Function, string, ShellContext, int), Flow> _calls = [];
    private readonly Dictionary<Function, int> _active = new(ReferenceEqualityComparer.Instance);
    private int _depth, _steps;

    private ShellWalk(ShellMaterial material)
    {
        Material = material;
        Scope = new(material.Given);
        Processes = new(Statements);
        Words = new(Scope, Capture, Processes.Begin, text =>
            Script($"cat <<END-OF-VALUE\n{text}\nEND-OF-VALUE\n", ShellDialect.Bash, null, ShellContext.Step));
        Commands = new(this);
        Assignments = new(this);
        _compounds = new(this);
    }

    /// <summary>The files and secrets of the runbook.</summary>
    public ShellMaterial Material { get; }

    /// <summary>The state of the script.</summary>
    public Scope Scope { get; }

    /// <summary>Expands its words.</summary>
    public WordExpander Words { get; }

    /// <summary>Its process substitutions.</summary>
    public Processes Processes { get; }

    /// <summary>Runs its commands.</summary>
    public CommandRunner Commands { get; }

    /// <summary>Assigns its variables.</summary>
    public Assignments Assignments { get; }

    /// <summary>Everything that a script does.</summary>
    /// <param name="script">The script.</param>
    /// <param name="dialect">What it is written for.</param>
    /// <param name="material">The files and secrets of the runbook.</param>
    public static ImmutableArray<ShellFact> Facts(string script, ShellDialect dialect, ShellMaterial material)
    {
        var walk = new ShellWalk(material);
        walk._log.Quiet = true;
        walk.Script(script, dialect, null, ShellContext.Step);
        (walk._log.Quiet, walk._steps) = (false, 0);
        walk._calls.Clear();
        walk.Scope.BeginAgain();
        walk.Script(script, dialect, null, ShellContext.Step);
        return walk._log.All;
    }

    /// <summary>Records something that the command at this location does.</summary>
    public void Note(FactKind kind, string words, SourceLocation at, string? code = null, bool stops = false,
        ImmutableArray<string> fields = default, bool isReason = false) =>
        _log.Note(kind, words, at, code, stops, fields, isReason);

    /// <summary>Walks what runs inside something else, such as a container. Whatever it stops counts as a part of that.</summary>
    public Flow Within(ImmutableArray<string> fields, Func<Flow> inside) => _log.Within(fields, inside);

    /// <summary>Walks a script that is a text: a step's body, a file, an argument of <c>sh -c</c>.</summary>
    /// <param name="script">The script.</param>
    /// <param name="dialect">What it is written for.</param>
    /// <param name="at">Where it is named; null when its own places count.</param>
    /// <param name="context">Its context.</param>
    public Flow Script(string script, ShellDialect dialect, SourceLocation? at, ShellContext context)
    {
        if (_steps > MaxSteps)
            return Flow.Any;
        var reading = Material.Read(script, dialect);
        if (reading.Problem is { } problem)
        {
            Note(at is null ? FactKind.Unreadable : FactKind.Unclear, problem.Message, at ?? new(problem.Line, problem.Column),
                isReason: true);
            return Flow.Any;
        }

        if (reading.Statements is not { } statements)
        {
            Note(FactKind.Unread, "", at ?? new(1, 1));
            return Flow.Any;
        }

        return _log.InText(at, () => Deeper(at ?? new(1, 1), () => Statements(statements, context)));
    }

    /// <summary>Walks a pinned script, with these positional parameters.</summary>
    /// <param name="path">Its path below the runbooks folder.</param>
    /// <param name="called">The same, as the script that runs it writes it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="dialect">What it is written for.</param>
    /// <param name="positional">Its parameters.</param>
    /// <param name="context">Its context.</param>
    public Flow PinnedScript(
        string path, string called, string text, ShellDialect dialect, Positional positional, ShellContext context)
    {
        var before = Scope.Source;
        Scope.Source = called;
        var output = _log.InFile(path, () => With(positional, () => Deeper(new(1, 1), () => Script(text, dialect, null, context))));
        Scope.Source = before;
        return output;
    }

    /// <summary>
    /// Walks a function's body, with these positional parameters. The same call is walked once, as long as nothing new is known.
    /// </summary>
    public Flow Call(Function function, ImmutableArray<string> arguments, SourceLocation at, ShellContext context)
    {
        // A function that calls itself with parts of what it was given would be called anew for ever.
        var active = _active.GetValueOrDefault(function);
        if (active > 1)
            arguments = [.. arguments.Select(SymbolicText.Widened)];
        var call = (function, string.Join(SymbolicText.Split, arguments), context, Scope.Version);
        if (_calls.TryGetValue(call, out var known))
            return known;
        _calls[call] = Flow.Any;
        _active[function] = active + 1;
        var output = With(Positional.Of(arguments, Scope.Positional.Self), () => Deeper(at, () => Statement(function.Body, context)));
        _active[function] = active;
        return _calls[call] = output;
    }

    /// <summary>Walks something with these positional parameters.</summary>
    public Flow With(Positional positional, Func<Flow> walk)
    {
        var before = Scope.Positional;
        Scope.Positional = positional;
        var output = walk();
        Scope.Positional = before;
        return output;
    }

    private Flow Capture(ImmutableArray<Statement> body) => Apart(() => Statements(body, new(Sink.Captured, null)));

    /// <summary>Walks a subshell, which has its own working folder.</summary>
    public Flow Apart(Func<Flow> walk)
    {
        var before = Scope.Folders;
        var output = walk();
        Scope.Folders = before;
        return output;
    }

    /// <summary>Walks what runs on another host or in a container: there are no functions of the script, and no pinned files.</summary>
    public Flow Away(Func<Flow> walk) => Apart(() =>
    {
        var (functions, aliases) = (Scope.Functions.ToArray(), Scope.Aliases.ToArray());
        Scope.Functions.Clear();
        Scope.Aliases.Clear();
        Scope.Folders = Folders.Away;
        var output = walk();
        Scope.Functions.Clear();
        Scope.Aliases.Clear();
        foreach (var (name, function) in functions)
            Scope.Functions[name] = function;
        foreach (var (name, alias) in aliases)
            Scope.Aliases[name] = alias;
        return output;
    });

    private Flow Deeper(SourceLocation at, Func<Flow> walk)
    {
        if (++_steps > MaxSteps || _depth > MaxDepth)
        {
            Note(FactKind.Unclear, "it nests too deeply to be followed", at, isReason: true);
            return Flow.Any;
        }

        _depth++;
        var output = walk();
        _depth--;
        return output;
    }

    /// <summary>Walks statements, one after the other.</summary>
    public Flow Statements(ImmutableArray<Statement> body, ShellContext context)
    {
        var output = Flow.Silent;
        foreach (var statement in body)
        {
            output = output.Then(Deeper(statement.At, () => Statement(statement, context)));
            // `exec <file` affects all later commands.
            if (statement.Command is Call { Words: [{ Parts: [Bare { Text: "exec" }] }] })
                context = context with { Input = Redirects.Apply(this, statement, context).Input };
        }

        return output;
    }

    private Flow Statement(Statement statement, ShellContext context)
    {
        var inner = Redirects.Apply(this, statement, context);
        var output = statement.Command switch
        {
            // `$(<file)` is the content of the file.
            null => inner.Input is { } input && inner.Output == Sink.Captured ? input : Flow.Silent,
            Call call => Run(call, statement.At, inner),
            Pipe pipe => Piped(pipe, inner),
            Group group => _compounds.Grouped(group, inner),
            ForEach loop => _compounds.Repeated(loop, inner),
            Function function => Defined(function),
            Declaration declaration => Declared(declaration, statement.At, inner),
            _ => Flow.Any,
        };
        if (inner.Target is { } target && statement.Command is not Function)
            Redirects.Written(this, statement, target, output);
        Redirects.Emptied(this, statement, output);
        var isElsewhere = inner.Output == Sink.Elsewhere || (inner.Output == Sink.Evidence && context.Output == Sink.Captured);
        return isElsewhere ? Flow.Silent : output;
    }

    private Flow Run(Call call, SourceLocation at, ShellContext context)
    {
        Assignments.Make(call.Assignments, at);
        Flow? output = null;
        foreach (var fields in Words.Fields(call.Words))
        {
            var one = fields.IsEmpty ? Flow.Silent : Commands.Run(fields, at, context);
            var isSame = output is null || (output.Leak is null && one.Leak is null && output.Text == one.Text);
            output = isSame ? one : new(output!.Leak ?? one.Leak, null);
        }

        return output ?? Flow.Silent;
    }

    private Flow Piped(Pipe pipe, ShellContext context) => Apart(() =>
    {
        var from = Apart(() => Statement(pipe.From, context with { Output = Sink.Captured, Target = null }));
        return Statement(pipe.To, context with { Input = from });
    });

    private Flow Defined(Function function)
    {
        Scope.Define(function);
        // Bash calls this function for every command it cannot find.
        if (function.Name == "command_not_found_handle")
            Call(function, [SymbolicText.Unknown()], new(1, 1), ShellContext.Step);
        return Flow.Silent;
    }

    private Flow Declared(Declaration declaration, SourceLocation at, ShellContext context)
    {
        var fields = Words.Fields(declaration.Words).SelectMany(f => f).ToImmutableArray();
        if (declaration.Variant == "nameref" || fields.Any(f => f is ['-', not '-', ..] && f.Contains('n', StringComparison.Ordinal)))
        {
            foreach (var assignment in declaration.Assignments)
            {
                foreach (var target in Words.Texts(assignment.Value))
                    Scope.Refer(assignment.Name, target);
            }

            return Flow.Silent;
        }

        Assignments.Make(declaration.Assignments, at);
        return Commands.Declare(declaration.Variant, fields, declaration.Assignments.IsEmpty, at, context);
    }
}
