using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Linting.Team;

/// <summary>
/// What a team says of its own programs and scripts, in <c>lint.yaml</c> of the runbooks folder, together with what the linter knows
/// already.
/// </summary>
public sealed class TeamCatalogue
{
    /// <summary>The file's name.</summary>
    public const string FileName = "lint.yaml";

    /// <summary>No file is longer than this, in characters.</summary>
    public const int MaxLength = 256 * 1024;

    internal TeamCatalogue(ProgramCatalogue programs, ImmutableArray<Diagnostic> findings) => (Programs, Findings) = (programs, findings);

    /// <summary>A team that says nothing.</summary>
    public static TeamCatalogue None { get; } = new(ProgramCatalogue.Shared, []);

    /// <summary>What is wrong with the file. What is wrong has no effect; the rest has.</summary>
    public ImmutableArray<Diagnostic> Findings { get; }

    internal ProgramCatalogue Programs { get; }

    /// <summary>A file that is there and cannot be read, such as a link that leads out of the runbooks folder.</summary>
    /// <param name="problem">Why, as a sentence.</param>
    public static TeamCatalogue Unread(string problem) => new(ProgramCatalogue.Shared,
        [new(LintCodes.BadTeamCatalogue, DiagnosticSeverity.Warning, 1, 1, $"The file cannot be read, and has no effect. {problem}",
            $"Make `{FileName}` a UTF-8 file of the runbooks folder, or remove it.")]);

    /// <summary>Reads the file. Whatever the text, this gives a catalogue, and says what is wrong with it.</summary>
    /// <param name="text">The text of <c>lint.yaml</c>.</param>
    public static TeamCatalogue Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TeamReader.Read(text);
    }
}
