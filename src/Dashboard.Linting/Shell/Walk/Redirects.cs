using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Applies the redirections of a statement: where its output goes, what it reads, which files it writes.</summary>
internal static class Redirects
{
    /// <summary>The context of the statement after its redirections.</summary>
    public static ShellContext Apply(ShellWalk walk, Statement statement, ShellContext context)
    {
        foreach (var redirect in statement.Redirects)
            context = Apply(walk, redirect, context);
        return context;
    }

    /// <summary>Records what is written through a redirection: a secret in a file, data sent to a network connection.</summary>
    public static void Written(ShellWalk walk, Statement statement, string target, Flow output)
    {
        if (TemporaryPaths.Connects(target))
        {
            // An empty line only tests whether a port is open.
            if (output.Text is null || output.Text.AsSpan().Trim().Length > 0)
                walk.Note(FactKind.Changes, $"> {SymbolicText.Words(target)}", statement.At, fields: [target]);
        }
        else if (walk.Processes.Takes(target))
        {
            walk.Processes.Write(target, output);
        }
        else if (output.Leak is { } leak)
        {
            walk.Scope.Files.Fill(target, leak);
        }
    }

    /// <summary>Records a file that is emptied: <c>: &gt; /var/log/app.log</c>.</summary>
    public static void Emptied(ShellWalk walk, Statement statement, Flow output)
    {
        var isSilent = statement.Command is null or Call { Words: [{ Parts: [Bare { Text: ":" or "true" }] }] }
            || (statement.Command is Call { Words.IsEmpty: false } && output is { Leak: null, Text: "" });
        foreach (var redirect in statement.Redirects
            .Where(r => isSilent && r.Kind == RedirectKind.Output && r.Descriptor is null or "1"))
        {
            foreach (var text in walk.Words.Texts(redirect.Word)
                .Where(t => !TemporaryPaths.Covers(walk.Scope, t) && !TemporaryPaths.Connects(t)
                    && !t.StartsWith("/dev/", StringComparison.Ordinal) && !t.StartsWith("/proc/", StringComparison.Ordinal)
                    && !t.StartsWith("/sys/", StringComparison.Ordinal)))
                walk.Note(FactKind.Destroys, $"> {SymbolicText.Words(text)}", redirect.At, fields: [text]);
        }
    }

    private static ShellContext Apply(ShellWalk walk, Redirect redirect, ShellContext context)
    {
        var texts = walk.Words.Texts(redirect.Word);
        var descriptor = redirect.Descriptor?.Trim('{', '}');
        switch (redirect.Kind)
        {
            case RedirectKind.HereDocument or RedirectKind.HereString:
                return Reads(walk, descriptor, texts.Count == 1 ? new(SymbolicText.LeakIn(texts[0]), texts[0] + "\n") : Flow.Any, context);
            case RedirectKind.Input:
                return Reads(
                    walk, descriptor, texts.Select(t => FileContents.Of(walk, t)).Aggregate((a, b) => a.Leak is null ? b : a), context);
            case RedirectKind.DuplicateInput:
                return Reads(
                    walk, descriptor, texts.Select(t => Find(walk, t)?.Reads).FirstOrDefault(f => f is not null) ?? Flow.Any, context);
            case RedirectKind.Duplicate when texts.All(t => t is "-" || SymbolicText.Names(t).Any() || t.All(char.IsAsciiDigit)):
                return descriptor is null or "1" ? Duplicated(walk, texts, context) : context;
            default:
                return Writes(walk, redirect, descriptor, texts, context);
        }
    }

    private static ShellContext Reads(ShellWalk walk, string? descriptor, Flow flow, ShellContext context)
    {
        if (descriptor is null or "0")
            return context with { Input = flow };
        walk.Scope.Descriptors[descriptor] = new(flow, null);
        return context;
    }

    private static ShellContext Duplicated(ShellWalk walk, IReadOnlyList<string> texts, ShellContext context)
    {
        if (texts.All(t => t is "1" or "-"))
            return context;
        // To standard error, or to an earlier output: this is evidence too, unless it is known to be a file.
        return texts.Select(t => Find(walk, t)).All(d => d?.Target is not null)
            ? context with { Output = Sink.Elsewhere, Target = Find(walk, texts[0])!.Target }
            : context with { Output = Sink.Evidence, Target = null };
    }

    private static Descriptor? Find(ShellWalk walk, string text) =>
        walk.Scope.Descriptors.GetValueOrDefault(SymbolicText.First(text) ?? text);

    private static ShellContext Writes(
        ShellWalk walk, Redirect redirect, string? descriptor, IReadOnlyList<string> texts, ShellContext context)
    {
        foreach (var text in texts.Where(t => !TemporaryPaths.Covers(walk.Scope, t) && !TemporaryPaths.Connects(t)))
            walk.Note(FactKind.Changes, $"> {SymbolicText.Words(text)}", redirect.At, fields: [text]);
        if (descriptor is not null and not "0" and not "1" and not "2")
            walk.Scope.Descriptors[descriptor] = new(Flow.Any, texts[0]);
        if (descriptor is not null and not "1" && redirect.Kind != RedirectKind.OutputAndErrors)
            return context;
        if (!texts.Any(TemporaryPaths.Shows))
            return context with { Output = Sink.Elsewhere, Target = texts[0] };
        var captured = context.Output == Sink.Captured && texts.All(t => t.EndsWith("/1", StringComparison.Ordinal) || t == "/dev/stdout");
        return context with { Output = captured ? Sink.Captured : Sink.Evidence, Target = null };
    }
}
