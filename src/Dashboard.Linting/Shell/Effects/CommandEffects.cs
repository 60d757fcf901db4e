using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>What commands do to what outlives them.</summary>
internal static class CommandEffects
{
    /// <summary>What the command does; null when nothing is known of it, or when another command in it decides.</summary>
    /// <param name="name">The program, without its folder.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="around">What else it hangs on.</param>
    public static Effect? Of(string name, string[] arguments, Surroundings around) =>
        around.Catalogue.Find(name) is { } program ? Of(program, arguments, around) : null;

    private static Effect? Of(KnownProgram program, string[] arguments, Surroundings around) =>
        program.Line.Effect switch
        {
            ProgramEffect.Unknown or ProgramEffect.Runs or ProgramEffect.Enters or ProgramEffect.Shell => null,
            ProgramEffect.Sql => SqlEffects.Of(program, arguments, around),
            _ when program.Line.Rule == ProgramRule.Ansible => AnsibleRule.Of(program, arguments, around),
            _ when program.HasVerbs => ToolEffects.Of(program, arguments, around),
            // Every program tells its version, and how it is called; a script of the host may do anything.
            _ when arguments is ["--help" or "--version"] && program.Line.Rule != ProgramRule.InitScript => Effect.None,
            _ => Ruled(program.Line, arguments, around),
        };

    private static Effect Ruled(CatalogueLine line, string[] arguments, Surroundings around) => line.Rule switch
    {
        ProgramRule.Mode => FileRules.ChangesMode(line, arguments, around.Scope),
        ProgramRule.Split => FileRules.Splits(line, arguments, around.Scope),
        ProgramRule.Patch => FileRules.Patches(line, arguments, around.Scope),
        ProgramRule.Dd => FileRules.Dumps(arguments, around.Scope),
        ProgramRule.Sed or ProgramRule.InPlace => FileRules.EditsInPlace(line.Rule, arguments, around.Scope),
        ProgramRule.Unzip => FileRules.Unzips(line, arguments, around.Scope),
        ProgramRule.Find => FileRules.Finds(arguments, around.Scope),
        ProgramRule.Mktemp => FileRules.MakesTemporary(arguments, around.Scope),
        ProgramRule.Tar => TarRule.Of(arguments, around.Scope),
        ProgramRule.SshKeygen => FileRules.MakesKeys(line, arguments, around.Scope),
        ProgramRule.Kill => HostRules.Kills(arguments),
        ProgramRule.InitScript => arguments.FirstOrDefault() is "status" ? Effect.None : Effect.Halts,
        ProgramRule.Service => HostRules.Service(arguments),
        ProgramRule.Curl => WebRules.Curl(line, arguments, around.Scope, around.Read),
        ProgramRule.Wget => WebRules.Wget(line, arguments, around.Scope),
        ProgramRule.Http => WebRules.Http(line, arguments, around.Scope),
        ProgramRule.Netcat => SocketRule.Of(line, arguments, around),
        ProgramRule.Mongo => MongoRule.Of(line, arguments, around),
        _ => LineEffects.Of(line, arguments, around.Scope),
    };
}
