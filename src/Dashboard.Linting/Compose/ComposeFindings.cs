using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Compose;

/// <summary>Gathers what is found in Compose files. What several sets of files show is kept once.</summary>
internal sealed class ComposeFindings
{
    private readonly List<LintFinding> _found = [];
    private readonly HashSet<LintFinding> _known = [];
    private readonly HashSet<(string File, SourceLocation At, string Code)> _places = [];

    /// <summary>Notes an error.</summary>
    public void Error(string code, string file, SourceLocation at, string message, string remedy) =>
        Add(new(file, new(code, DiagnosticSeverity.Error, at.Line, at.Column, message, remedy)));

    /// <summary>Notes an error once for its place, however many services and sets of files share what stands there.</summary>
    public void ErrorOnce(string code, ComposeNode at, string message, string remedy)
    {
        if (_places.Add((at.File, at.At, code)))
            Error(code, at.File, at.At, message, remedy);
    }

    /// <summary>Notes a shape that the rules cannot read, or something that Compose refuses.</summary>
    public void Bad(ComposeNode at, string message, string remedy) => Error(LintCodes.BadCompose, at.File, at.At, message, remedy);

    /// <summary>Notes something that cannot be seen from here.</summary>
    public void Unseen(ComposeNode at, string message, string remedy) =>
        Add(new(at.File, new(LintCodes.BadCompose, DiagnosticSeverity.Warning, at.At.Line, at.At.Column, message, remedy)));

    /// <summary>Takes over what another reader found.</summary>
    public void Add(LintFinding finding)
    {
        if (_known.Add(finding))
            _found.Add(finding);
    }

    /// <summary>Everything found, by file and place.</summary>
    public IEnumerable<LintFinding> Sorted() => _found
        .OrderBy(f => f.File, StringComparer.Ordinal)
        .ThenBy(f => f.Diagnostic.Line)
        .ThenBy(f => f.Diagnostic.Column)
        .ThenBy(f => f.Diagnostic.Code, StringComparer.Ordinal);
}
