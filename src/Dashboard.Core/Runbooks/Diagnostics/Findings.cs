using System.Collections.Immutable;
using Dashboard.Core.Text;

namespace Dashboard.Core.Runbooks.Diagnostics;

/// <summary>Gathers diagnostics while a file is read.</summary>
internal sealed class Findings
{
    private readonly List<Diagnostic> _found = [];

    /// <summary>How much was found.</summary>
    public int Count => _found.Count;

    /// <summary>Notes something that keeps the runbook from being run.</summary>
    public void Error(string code, SourceLocation at, string message, string remedy) =>
        Add(code, DiagnosticSeverity.Error, at, message, remedy);

    /// <summary>Notes something that is shown and keeps nothing from being run.</summary>
    public void Warning(string code, SourceLocation at, string message, string remedy) =>
        Add(code, DiagnosticSeverity.Warning, at, message, remedy);

    /// <summary>Takes over what another reader found.</summary>
    public void Add(IEnumerable<Diagnostic> found) => _found.AddRange(found);

    /// <summary>Takes back what turns out to say nothing of its own.</summary>
    public void Remove(Predicate<Diagnostic> which) => _found.RemoveAll(which);

    /// <summary>Everything found, in the order of the file; what stands in included files comes behind it.</summary>
    public ImmutableArray<Diagnostic> Sorted() =>
    [
        .. _found.OrderBy(d => d.File ?? "", StringComparer.Ordinal).ThenBy(d => d.Line).ThenBy(d => d.Column)
            .ThenBy(d => d.Code, StringComparer.Ordinal),
    ];

    /// <summary>Notes something.</summary>
    // Messages repeat what stands in the file; on a terminal, too, nothing of it may hide.
    public void Add(string code, DiagnosticSeverity severity, SourceLocation at, string message, string remedy) =>
        _found.Add(new(code, severity, at.Line, at.Column, VisibleText.Of(message), VisibleText.Of(remedy)) { File = at.File });
}
