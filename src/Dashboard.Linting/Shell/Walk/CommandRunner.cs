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

        var command = Running(name, fields, at, context);
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
        _builtins.Declare(new(variant, null, [variant, .. fields], at, context), bare);

    /// <summary>The program's name without its folder; init scripts keep `init.d/`.</summary>
    private static string Program(string name) =>
        name.StartsWith("/etc/init.d/", StringComparison.Ordinal) ? name[5..] : name[(name.LastIndexOf('/') + 1)..];

    private Flow External(Running command)
    {
        var effect = CommandEffects.Of(command.Name, command.Arguments,
            new(walk.Material.Catalogue, walk.Scope, command.Context.Input, file => FileContents.Of(walk, file)));
        switch (effect?.Impact)
        {
            case Impact.Changes or Impact.Destroys:
                // The arguments of a module of Ansible are one field: `name=vault state=stopped`.
                Note(command, effect.Value, command.Rule == ProgramRule.Ansible
                    ? [.. command.Fields.SelectMany(f => f.Split(' '))] : command.Fields);
                break;
            case Impact.Unclear:
                walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
                break;
            case null when command.Program is null:
                Unlisted(command);
                break;
            case null when command.Program.Line.Effect == ProgramEffect.Unknown:
                RunsAnother(command);
                break;
        }

        Copies.Note(walk, command);
        return Outputs.Of(walk, command);
    }

    /// <summary>Records what a program does that the catalogue does not have: what a team says of its path, or that nobody knows.</summary>
    /// <param name="command">The command.</param>
    /// <param name="path">The path; empty for a program that is found by its name.</param>
    /// <param name="name">Its name for messages.</param>
    public void Listed(Running command, string path, string name)
    {
        if (path.Length > 0 && walk.Material.Catalogue.OfPath(path) is { } effect)
        {
            if (LineEffects.Of(effect) is { Impact: not Impact.None } known)
                Note(command, known, command.Fields);
            return;
        }

        walk.Note(FactKind.Unlisted, name, command.At, code: path.Length > 0 ? "script" : "program", fields: command.Fields);
    }

    private void Unlisted(Running command)
    {
        // Every program tells its version, and how it is called.
        if (command.Arguments is ["--version" or "-V" or "--help" or "-h" or "version" or "help"] || RunsAnother(command))
            return;
        var path = command.Fields[0];
        if (path[0] == '/')
            Listed(command, SymbolicText.Plain(path), SymbolicText.Words(path));
        else
            Listed(command, "", command.Name);
    }

    /// <summary>An unknown program may run a command in its arguments: <c>keep-trying docker stop db</c>.</summary>
    private bool RunsAnother(Running command)
    {
        for (var i = 1; i < command.Fields.Length; i++)
        {
            var program = Program(SymbolicText.Plain(command.Fields[i]));
            if (!SymbolicText.IsKnown(program))
                continue;
            var effect = CommandEffects.Of(program, [.. command.Fields.Skip(i + 1)],
                new(walk.Material.Catalogue, walk.Scope, null, _ => Flow.Any));
            if (effect is { Impact: Impact.Changes or Impact.Destroys } known)
            {
                Note(command, known, command.Fields[i..]);
                return true;
            }
        }

        return false;
    }

    private Running Running(string name, ImmutableArray<string> fields, SourceLocation at, ShellContext context) =>
        new(Program(name), walk.Material.Catalogue.Find(Program(name)), fields, at, context);

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
            if (walk.Scope.Folders.Pinned(path) is { } file)
                walk.Note(FactKind.Uses, file, command.At);
        }

        if (command.Program?.Name is "docker-compose" || (command.Program?.Name == "docker" && command.Arguments.Contains("compose")))
        {
            var files = Arguments.Of(command.Arguments, ["-f", "--file"]).Values.Where(v => v.Name is "-f" or "--file")
                .Select(v => walk.Scope.Folders.Pinned(v.Value)).OfType<string>().ToImmutableArray();
            if (files.Length > 0)
                walk.Note(FactKind.Composes, command.Words, command.At, code: string.Join('\n', files), fields: files);
        }
    }
}
