using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Text;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.Effects;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>A command as the walk meets it: its fields are expanded, its surroundings are known.</summary>
/// <param name="Name">The program or builtin, without its folder.</param>
/// <param name="Fields">All fields, the name first.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Context">What it runs with.</param>
internal sealed record Running(string Name, ImmutableArray<string> Fields, Place At, ShellContext Context)
{
    private const int MostWords = 80;

    private string? _words;

    /// <summary>The arguments.</summary>
    public string[] Arguments { get; } = [.. Fields.Skip(1)];

    /// <summary>What the catalogue knows of the program; null when it knows nothing.</summary>
    public KnownProgram? Program { get; } = ProgramCatalogue.Shared.Find(Name);

    /// <summary>What the program's line cannot say.</summary>
    public ProgramRule Rule => Program?.Line.Rule ?? ProgramRule.None;

    /// <summary>The command for people, shortened.</summary>
    public string Words => _words ??= TextCut.Shorten(string.Join(' ', Fields.Select(SymbolicText.Words)), MostWords);
}
