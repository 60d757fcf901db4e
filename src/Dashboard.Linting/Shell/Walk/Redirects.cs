using Dashboard.Linting.Shell.Syntax;


namespace Dashboard.Linting.Shell.Walk;

/// <summary>Follows the redirections of a statement: where its output goes, what it reads, which files it writes.</summary>
internal static class Redirects
{
    /// <summary>What the statement runs with once its redirections are made.</summary>
    public static Surroundings Apply(ShellWalk walk, Statement statement, Surroundings around)
    {
        foreach (var redirect in statement.Redirects)
            around = Apply(walk, redirect, around);
        return around;
    }

    /// <summary>Takes note of what is written through a redirection: a secret that lands in a file, words that are sent to somebody.</summary>
    public static void Written(ShellWalk walk, Statement statement, string target, Flow output)
    {
        if (TemporaryPaths.Connects(target))
        {
            // An empty line is how one asks whether a port is open.
            if (output.Text is null || output.Text.AsSpan().Trim().Length > 0)
                walk.Note(FactKind.Changes, $"> {Marks.Words(target)}", statement.At, fields: [target]);
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

    private static Surroundings Apply(ShellWalk walk, Redirect redirect, Surroundings around)
    {
        var texts = walk.Words.Texts(redirect.Word);
        var descriptor = redirect.Descriptor?.Trim('{', '}');
        switch (redirect.Kind)
        {
            case RedirectKind.HereDocument or RedirectKind.HereString:
                return Reads(walk, descriptor, texts.Count == 1 ? new(Marks.LeakIn(texts[0]), texts[0] + "\n") : Flow.Any, around);
            case RedirectKind.Input:
                return Reads(walk, descriptor, texts.Select(t => FileContents.Of(walk, t)).Aggregate((a, b) => a.Leak is null ? b : a), around);
            case RedirectKind.DuplicateInput:
                return Reads(walk, descriptor, texts.Select(t => Find(walk, t)?.Reads).FirstOrDefault(f => f is not null) ?? Flow.Any, around);
            case RedirectKind.Duplicate when texts.All(t => t is "-" || Marks.Names(t).Any() || t.All(char.IsAsciiDigit)):
                return descriptor is null or "1" ? Duplicated(walk, texts, around) : around;
            default:
                return Writes(walk, redirect, descriptor, texts, around);
        }
    }

    private static Surroundings Reads(ShellWalk walk, string? descriptor, Flow flow, Surroundings around)
    {
        if (descriptor is null or "0")
            return around with { Input = flow };
        walk.Scope.Descriptors[descriptor] = new(flow, null);
        return around;
    }

    private static Surroundings Duplicated(ShellWalk walk, IReadOnlyList<string> texts, Surroundings around)
    {
        if (texts.All(t => t is "1" or "-"))
            return around;
        // To the errors, or to wherever the output went before: evidence as well, unless it is known to lead to a file.
        return texts.Select(t => Find(walk, t)).All(d => d?.Target is not null)
            ? around with { Output = Sink.Elsewhere, Target = Find(walk, texts[0])!.Target } : around with { Output = Sink.Evidence, Target = null };
    }

    private static Descriptor? Find(ShellWalk walk, string text) => walk.Scope.Descriptors.GetValueOrDefault(Marks.First(text) ?? text);

    private static Surroundings Writes(ShellWalk walk, Redirect redirect, string? descriptor, IReadOnlyList<string> texts, Surroundings around)
    {
        foreach (var text in texts.Where(t => !TemporaryPaths.Covers(walk.Scope, t) && !TemporaryPaths.Connects(t)))
            walk.Note(FactKind.Changes, $"> {Marks.Words(text)}", redirect.At, fields: [text]);
        if (descriptor is not null and not "0" and not "1" and not "2")
            walk.Scope.Descriptors[descriptor] = new(Flow.Any, texts[0]);
        if (descriptor is not null and not "1" && redirect.Kind != RedirectKind.OutputAndErrors)
            return around;
        return texts.Any(TemporaryPaths.Shows) ? around with { Output = around.Output == Sink.Captured && texts.All(t => t.EndsWith("/1", StringComparison.Ordinal) || t == "/dev/stdout") ? Sink.Captured : Sink.Evidence, Target = null }
            : around with { Output = Sink.Elsewhere, Target = texts[0] };
    }
}
