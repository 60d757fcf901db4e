using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>What commands do to what outlives them.</summary>
internal static class CommandEffects
{
    /// <summary>What the command does; null when nothing is known of it, or when another command in it decides.</summary>
    /// <param name="name">The program, without its folder.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="scope">The state of the script.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="read">Reads a file.</param>
    public static Effect? Of(string name, string[] arguments, Scope scope, Flow? input, Func<string, Flow> read) =>
        ProgramCatalogue.Shared.Find(name) is { } program ? Of(program, arguments, scope, input, read) : null;

    private static Effect? Of(KnownProgram program, string[] arguments, Scope scope, Flow? input, Func<string, Flow> read) =>
        program.Line.Effect switch
        {
            ProgramEffect.Unknown or ProgramEffect.Runs or ProgramEffect.Enters or ProgramEffect.Shell => null,
            ProgramEffect.Sql => SqlEffects.Of(program, arguments, input, read),
            _ when program.HasVerbs => ToolEffects.Of(program, arguments, scope, input),
            _ => program.Line.Rule switch
            {
                ProgramRule.None => LineEffects.Of(program.Line, arguments, scope),
                ProgramRule.Mode => FileRules.ChangesMode(program.Line, arguments, scope),
                ProgramRule.Split => FileRules.Splits(program.Line, arguments, scope),
                ProgramRule.Patch => FileRules.Patches(program.Line, arguments, scope),
                ProgramRule.Dd => FileRules.Dumps(arguments, scope),
                ProgramRule.Sed or ProgramRule.InPlace => FileRules.EditsInPlace(program.Line.Rule, arguments, scope),
                ProgramRule.Unzip => FileRules.Unzips(program.Line, arguments, scope),
                ProgramRule.Find => FileRules.Finds(arguments, scope),
                ProgramRule.Mktemp => FileRules.MakesTemporary(arguments, scope),
                ProgramRule.Tar => TarRule.Of(arguments, scope),
                ProgramRule.SshKeygen => FileRules.MakesKeys(program.Line, arguments, scope),
                ProgramRule.Kill => HostRules.Kills(arguments),
                ProgramRule.InitScript => arguments.FirstOrDefault() is "status" ? Effect.None : Effect.Halts,
                ProgramRule.Service => HostRules.Service(arguments),
                ProgramRule.Curl => WebRules.Curl(program.Line, arguments, scope, read),
                ProgramRule.Wget => WebRules.Wget(program.Line, arguments, scope),
                ProgramRule.Netcat => WebRules.Netcat(arguments),
                _ => LineEffects.Of(program.Line, arguments, scope),
            },
        };
}
