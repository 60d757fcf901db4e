using Dashboard.Core.Runbooks;
using Dashboard.Linting.Shell.Syntax;
using Dashboard.Linting.Team;

namespace Dashboard.Linting;

/// <summary>A runbook with all that the linter looks at.</summary>
public sealed record LintSubject
{
    /// <summary>The runbook's path below the runbooks folder, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>What it says.</summary>
    public required Runbook Runbook { get; init; }

    /// <summary>Its text, for places and for what only the text has; empty when it is not known.</summary>
    public string Text { get; init; } = "";

    /// <summary>The files that are pinned with it and hold text: path below the runbooks folder to text.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The files that it includes: path below the runbooks folder to text.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The pinned files with a NUL in them, as text: pictures and archives, and scripts of which a shell passes over the NUL.
    /// </summary>
    public IReadOnlyDictionary<string, string> NotText { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a file lies at a path below the runbooks folder.</summary>
    public Func<string, bool> Exists { get; init; } = _ => false;

    /// <summary>Whether the Markdown file at a path below the runbooks folder has a heading of an anchor.</summary>
    public Func<string, string, bool> HasHeading { get; init; } = (_, _) => false;

    /// <summary>What is known of programs: the linter's own catalogue, and what the team says in <c>lint.yaml</c>.</summary>
    public TeamCatalogue Catalogue { get; init; } = TeamCatalogue.None;

    /// <summary>Why an image at a path below the runbooks folder is not shown, without a full stop; null when it is.</summary>
    public Func<string, string?> ImageProblem { get; init; } = _ => null;

    /// <summary>The hosts that the settings name, which steps may run on; null where no settings are known.</summary>
    public IReadOnlyCollection<string>? Hosts { get; init; }

    /// <summary>Reads a script: <see cref="ShellReading.Unread"/> when the tool for it is missing.</summary>
    public Func<string, ShellDialect, ShellReading> Read { get; init; } = (_, _) => ShellReading.Unread;
}
