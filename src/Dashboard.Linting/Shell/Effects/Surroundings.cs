using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>What a command's effect hangs on besides its arguments.</summary>
/// <param name="Catalogue">What is known of programs.</param>
/// <param name="Scope">The state of the script.</param>
/// <param name="Input">What the command reads; null for nothing.</param>
/// <param name="Read">Reads a file.</param>
internal sealed record Surroundings(ProgramCatalogue Catalogue, Scope Scope, Flow? Input, Func<string, Flow> Read);
