using System.Collections.Immutable;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell;

/// <summary>What the scripts of a runbook have to do with.</summary>
/// <param name="Read">Reads a script; the tool that does it lies outside of this project.</param>
/// <param name="Files">The pinned text files: path below the runbooks folder to text.</param>
/// <param name="NotText">The pinned files that hold a NUL.</param>
/// <param name="Secrets">Names of inputs that hold a secret file's path, and paths of secret files.</param>
internal sealed record ShellMaterial(
    Func<string, ShellDialect, ShellReading> Read, IReadOnlyDictionary<string, string> Files, ImmutableHashSet<string> NotText, ImmutableHashSet<string> Secrets);
