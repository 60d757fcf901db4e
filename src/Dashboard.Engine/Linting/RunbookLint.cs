using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Linting;
using Dashboard.Core.Linting.Shell.Syntax;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Linting;

/// <summary>Looks at runbooks as a careful reviewer would.</summary>
public interface IRunbookLint
{
    /// <summary>Everything that is wrong with a runbook and its pinned files, what its parser says included.</summary>
    Task<ImmutableArray<LintFinding>> LintAsync(LibraryRunbook book, CancellationToken cancellation = default);

    /// <summary>The same for many, in their order; faster than one after the other.</summary>
    Task<ImmutableArray<ImmutableArray<LintFinding>>> LintAsync(ImmutableArray<LibraryRunbook> books, CancellationToken cancellation = default);
}

/// <summary>Brings the linter together with the tools it needs. What they said of a script is kept, so that a page costs no process.</summary>
internal sealed class RunbookLint : IRunbookLint
{
    private readonly Shfmt _shfmt = new();
    private readonly Shellcheck _shellcheck = new();

    public async Task<ImmutableArray<LintFinding>> LintAsync(LibraryRunbook book, CancellationToken cancellation = default) =>
        (await LintAsync([book], cancellation))[0];

    public async Task<ImmutableArray<ImmutableArray<LintFinding>>> LintAsync(ImmutableArray<LibraryRunbook> books, CancellationToken cancellation = default)
    {
        var subjects = books.Select(Subject).ToArray();
        var checking = _shellcheck.CheckAsync(subjects.SelectMany(s => LintScript.Of(s).Select(l => (l.Text, l.Dialect))), cancellation);
        await _shfmt.ReadAheadAsync(subjects.SelectMany(RunbookLinter.ScriptsOf), cancellation);
        var linted = await Task.Run(() => subjects.AsParallel().AsOrdered().WithCancellation(cancellation).Select(RunbookLinter.Lint).ToArray(), cancellation);
        var checks = await checking;
        return [.. subjects.Zip(linted, (subject, found) => found.AddRange(Checked(subject, checks)))];
    }

    private LintSubject Subject(LibraryRunbook book) => new()
    {
        Path = book.Slug + ".md",
        Runbook = book.Runbook,
        Text = book.Contents is [var content, ..] ? Encoding.UTF8.GetString(content.Span) : "",
        Files = book.Files.Zip(book.Contents).Skip(1).Where(f => !f.Second.Span.Contains((byte)0))
            .ToDictionary(f => f.First.Path, f => Encoding.UTF8.GetString(f.Second.Span), StringComparer.Ordinal),
        Exists = book.Exists,
        Read = _shfmt.Read,
    };

    private static IEnumerable<LintFinding> Checked(
        LintSubject subject, IReadOnlyDictionary<(string Text, ShellDialect Dialect), ImmutableArray<Diagnostic>>? checks)
    {
        var scripts = LintScript.Of(subject).ToArray();
        if (checks is null && scripts.Length > 0)
        {
            return [new(subject.Path, new(LintCodes.NoShellcheck, DiagnosticSeverity.Warning, 1, 1,
                "shellcheck did not look at the scripts of this runbook: it is not installed.", "Install shellcheck; on Debian it is in the package of that name."))];
        }

        return scripts.SelectMany(script => checks![(script.Text, script.Dialect)]
            .Select(d => new LintFinding(script.File, d with { Line = d.Line + script.LinesBefore })));
    }
}
