using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Linting.Shell.Effects;

/// <summary><c>ansible HOSTS -m MODULE -a ARGUMENTS</c>: the modules stand in the catalogue as its verbs.</summary>
internal static class AnsibleRule
{
    /// <summary>What the command does; null when it runs a command that decides.</summary>
    public static Effect? Of(KnownProgram ansible, string[] arguments, Surroundings around)
    {
        var read = Arguments.Of(arguments, ansible.Line.AllValues);
        if (LineEffects.Holding(ansible.Line, arguments, read) is { } holding)
            return LineEffects.Of(holding.Effect);
        if (Code(ansible, arguments) is not null)
            return null;
        var module = Module(read);
        return ansible.Verb(module) is { } line ? LineEffects.Of(line, [.. Given(read).Split(' ')], around.Scope) : Effect.Changes;
    }

    /// <summary>The code that it runs on its hosts; null when its module is none that runs code.</summary>
    public static string? Code(KnownProgram ansible, string[] arguments)
    {
        var read = Arguments.Of(arguments, ansible.Line.AllValues);
        return Module(read) is "command" or "shell" or "raw" && read.Operands.Length > 0 ? Given(read) : null;
    }

    private static string Module(Arguments read)
    {
        var module = read.Value("-m", "--module-name") ?? "command";
        return module.StartsWith("ansible.builtin.", StringComparison.Ordinal) ? module["ansible.builtin.".Length..] : module;
    }

    private static string Given(Arguments read) => read.Value("-a", "--args") ?? "";
}
