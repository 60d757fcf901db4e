using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Text;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>A command with its fields expanded, in its context.</summary>
/// <param name="Name">The program or builtin, without its folder.</param>
/// <param name="Program">The program's entry in the catalogue; null if it has none.</param>
/// <param name="Fields">All fields, the name first.</param>
/// <param name="At">Its location.</param>
/// <param name="Context">Its context.</param>
internal sealed record Running(string Name, KnownProgram? Program, ImmutableArray<string> Fields, SourceLocation At, ShellContext Context)
{
    private const int MostWords = 80;

    private string? _words;

    /// <summary>The arguments.</summary>
    public string[] Arguments { get; } = [.. Fields.Skip(1)];

    /// <summary>The rule that the program's line names.</summary>
    public ProgramRule Rule => Program?.Line.Rule ?? ProgramRule.None;

    /// <summary>The command for messages, shortened.</summary>
    public string Words => _words ??= TextCut.Shorten(string.Join(' ', Fields.Select(SymbolicText.Words)), MostWords);
}
