using Dashboard.Core.Linting.Shell.Syntax;

namespace Dashboard.Core.Linting.Shell.Walk;

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

    private static Surroundings Apply(ShellWalk walk, Redirect redirect, Surroundings around)
    {
        var texts = walk.Words.Texts(redirect.Word);
        var isOutput = redirect.Descriptor is null or "1";
        switch (redirect.Kind)
        {
            case RedirectKind.HereDocument or RedirectKind.HereString when redirect.Descriptor is null or "0":
                return around with { Input = texts.Count == 1 ? new(Marks.LeakIn(texts[0]), texts[0] + "\n") : Flow.Any };
            case RedirectKind.Input when redirect.Descriptor is null or "0":
                return around with { Input = texts.Select(t => SecretPaths.Content(walk, t)).Aggregate((a, b) => a.Leak is null ? b : a) };
            case RedirectKind.Duplicate when texts.All(t => t is "-" or "2" or "1" or "0" || Marks.Names(t).Any() || t.All(char.IsAsciiDigit)):
                // To the errors, which are evidence as well.
                return isOutput && texts.Contains("2") ? around with { Output = Sink.Evidence } : around;
            case RedirectKind.Output or RedirectKind.OutputAndErrors or RedirectKind.Both or RedirectKind.Duplicate:
                foreach (var text in texts.Where(t => !TemporaryPaths.Covers(walk.Scope, t)))
                    walk.Note(FactKind.Changes, $"> {Marks.Words(text)}", redirect.At, fields: [text]);
                return isOutput || redirect.Kind == RedirectKind.OutputAndErrors
                    ? around with { Output = texts.Any(t => t is "/dev/stdout" or "/dev/stderr" or "/dev/fd/1" or "/dev/fd/2" or "/dev/tty") ? around.Output : Sink.Elsewhere }
                    : around;
            default:
                return around;
        }
    }
}
