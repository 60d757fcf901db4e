using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>A command with its redirections.</summary>
internal sealed record Statement(ShellCommand? Command, ImmutableArray<Redirect> Redirects, bool Background, SourceLocation At);
