using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell;

/// <summary>The files and secrets that the scripts of a runbook can use.</summary>
/// <param name="Read">Parses a script, with a tool outside this project.</param>
/// <param name="Files">The pinned text files: path below the runbooks folder to text.</param>
/// <param name="NotText">The pinned files that contain a NUL.</param>
/// <param name="Secrets">Inputs whose value is the path of a secret file, and paths of secret files.</param>
/// <param name="Given">The variables that the environment of a step may hold: the runbook's inputs.</param>
/// <param name="Catalogue">What is known of programs.</param>
internal sealed record ShellMaterial(
    Func<string, ShellDialect, ShellReading> Read, IReadOnlyDictionary<string, string> Files, ImmutableHashSet<string> NotText,
        ImmutableHashSet<string> Secrets, ImmutableHashSet<string> Given, ProgramCatalogue Catalogue);
