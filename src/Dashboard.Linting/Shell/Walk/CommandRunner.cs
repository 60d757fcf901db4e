using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.Effects;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Dispatches a command: to a function, a builtin, a wrapper, a script, or a program.</summary>
internal sealed class CommandRunner(ShellWalk walk)
{
    private const int MostFields = 20_000;

    private readonly Builtins _builtins = new(walk);
    private readonly Wrappers _wrappers = new(walk);
    private readonly Shells _shells = new(walk);
    private readonly HashSet<string> _expanding = new(StringComparer.Ordinal);

    /// <summary>Walks a command.</summary>
    /// <param name="fields">Its fields, starting with the name; not empty.</param>
    /// <param name="at">Its location.</param>
    /// <param name="context">Its context.</param>
    /// <param name="functions">Whether functions and aliases are considered.</param>
    /// <returns>Its output.</returns>
    public Flow Run(ImmutableArray<string> fields, SourceLocation at, ShellContext context, bool functions = true)
    {
        var name = fields[0];
        if (fields.Length > MostFields)
        {
            walk.Note(FactKind.Unclear, $"{SymbolicText.Words(name)} …", at, fields: fields[..1]);
            return Flow.Any;
        }

        if (!SymbolicText.IsKnown(name) || name.Length == 0)
        {
            if (name.Length > 0)
                walk.Note(FactKind.Unclear, string.Join(' ', fields.Select(SymbolicText.Words)), at, fields: fields);
            return Flow.Any;
        }

        if (functions && walk.Scope.Aliases.TryGetValue(name, out var alias) && _expanding.Add(name))
        {
            // Inside its own text, an alias means the command.
            var output = walk.Script($"{alias} {string.Join(' ', fields.Skip(1))}", Syntax.ShellDialect.Bash, at, context);
            _expanding.Remove(name);
            return output;
        }

        if (functions && walk.Scope.Functions.TryGetValue(name, out var function))
            return walk.Call(function, fields[1..], at, context);

        var command = new Running(Program(name), fields, at, context);
        NoteFiles(command);
        CommandOptions.Walk(walk, command);
        if (TemporaryPaths.IsBelow(name))
        {
            walk.Note(FactKind.Unclear, command.Words, at, fields: fields);
            return Flow.Any;
        }

        if (name.Contains('/', StringComparison.Ordinal) && name[0] != '/')
            return _shells.File(command, name, command.Arguments);
        if (_wrappers.Run(command, this) is { } wrapped)
            return wrapped;
        if (_shells.Run(command) is { } script)
            return script;
        var written = _builtins.Run(command, this) ?? External(command);
        if (written.Leak is { } leak && context.Output == Sink.Evidence
            && !(command.Name is "command" or "builtin" or "exec" or "eval" or "trap"))
            walk.Note(FactKind.Leaks, command.Words, at, leak);
        return written;
    }

    /// <summary>Walks a declaration: <c>export</c>, <c>declare</c> and similar.</summary>
    public Flow Declare(string variant, ImmutableArray<string> fields, bool bare, SourceLocation at, ShellContext context) =>
        _builtins.Declare(new(variant, [variant, .. fields], at, context), bare);

    /// <summary>The program's name without its folder; init scripts keep `init.d/`.</summary>
    private static string Program(string name) =>
        name.StartsWith("/etc/init.d/", StringComparison.Ordinal) ? name[5..] : name[(name.LastIndexOf('/') + 1)..];

    private Flow External(Running command)
    {
        var effect = CommandEffects.Of(
            command.Name, command.Arguments, walk.Scope, command.Context.Input, file => FileContents.Of(walk, file));
        switch (effect?.Impact)
        {
            case Impact.Changes or Impact.Destroys:
                Note(command, effect.Value, command.Fields);
                break;
            case Impact.Unclear:
                walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
                break;
            case null when command.Program?.Line is null or { Effect: ProgramEffect.Unknown }:
                Unlisted(command);
                break;
        }

        Copies.Note(walk, command);
        return Outputs.Of(walk, command);
    }

    /// <summary>An unknown program may run a command in its arguments: <c>keep-trying docker stop db</c>.</summary>
    private void Unlisted(Running command)
    {
        for (var i = 1; i < command.Fields.Length; i++)
        {
            var program = Program(SymbolicText.Plain(command.Fields[i]));
            if (!SymbolicText.IsKnown(program))
                continue;
            var effect = CommandEffects.Of(program, [.. command.Fields.Skip(i + 1)], walk.Scope, null, _ => Flow.Any);
            if (effect is { Impact: Impact.Changes or Impact.Destroys } known)
            {
                Note(command, known, command.Fields[i..]);
                return;
            }
        }

        // POSIX shells have no grammar for these: they are commands there.
        if (command.Name is not ("export" or "readonly" or "local" or "declare" or "typeset"))
            walk.Note(FactKind.Unlisted, command.Words, command.At, fields: command.Fields);
    }

    private void Note(Running command, Effect effect, ImmutableArray<string> fields)
    {
        var kind = effect.Impact == Impact.Destroys ? FactKind.Destroys : FactKind.Changes;
        walk.Note(kind, command.Words, command.At, stops: effect.Stops, fields: fields);
    }

    private void NoteFiles(Running command)
    {
        foreach (var field in command.Fields.Skip(1))
        {
            var path = field[(field.StartsWith('-') ? field.IndexOf('=', StringComparison.Ordinal) + 1 : 0)..];
            if (PinnedPaths.Of(path) is { } file)
                walk.Note(FactKind.Uses, file, command.At);
        }

        if (command.Program?.Name is "docker-compose" || (command.Program?.Name == "docker" && command.Arguments.Contains("compose")))
        {
            var files = Arguments.Of(command.Arguments, ["-f", "--file"]).Values.Where(v => v.Name is "-f" or "--file")
                .Select(v => PinnedPaths.Of(v.Value)).OfType<string>().ToImmutableArray();
            if (files.Length > 0)
                walk.Note(FactKind.Composes, command.Words, command.At, code: string.Join('\n', files), fields: files);
        }
    }
}
