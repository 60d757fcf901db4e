using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;
using Dashboard.Linting.Rules;
using Dashboard.Linting.Shell.Syntax;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Linting;

/// <summary>Looks at runbooks as a careful reviewer would.</summary>
public interface IRunbookLint
{
    /// <summary>Everything that is wrong with a runbook and its pinned files, what its parser says included.</summary>
    Task<ImmutableArray<LintFinding>> LintAsync(LibraryRunbook book, CancellationToken cancellation = default);

    /// <summary>The same for many, in their order; faster than one after the other.</summary>
    Task<ImmutableArray<ImmutableArray<LintFinding>>> LintAsync(ImmutableArray<LibraryRunbook> books,
        CancellationToken cancellation = default);
}

/// <summary>
/// Brings the linter together with the tools it needs. What was found is kept by digest, and one looks at a time: of many pages that ask,
/// the first waits for the tools, and the others for it.
/// </summary>
/// <param name="options">The settings, whose hosts steps may run on; null for a look without a server.</param>
internal sealed class RunbookLint(IOptions<EngineOptions>? options = null) : IRunbookLint, IDisposable
{
    // The tools have limits of their own; this is for the walk over what they read.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly ILookup<string, string> NoUsers = Array.Empty<string>().ToLookup(s => s);

    private readonly Shfmt _shfmt = new();
    private readonly Shellcheck _shellcheck = new();
    private readonly LintCache _memory = new();
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>What was found in a runbook; null when nobody has looked at it yet.</summary>
    public ImmutableArray<LintFinding>? Known(LibraryRunbook book) => _memory.Known(book);

    /// <summary>Keeps what is found for as many as a folder of this size needs.</summary>
    public void MakeRoom(int runbooks) => _memory.MakeRoom(runbooks);

    public async Task<ImmutableArray<LintFinding>> LintAsync(LibraryRunbook book, CancellationToken cancellation = default) =>
        (await LintAsync([book], cancellation))[0];

    public async Task<ImmutableArray<ImmutableArray<LintFinding>>> LintAsync(ImmutableArray<LibraryRunbook> books,
        CancellationToken cancellation = default)
    {
        var found = books.Select(_memory.Known).ToArray();
        if (found.Any(f => f is null))
        {
            await _one.WaitAsync(cancellation);
            try
            {
                found = [.. books.Select(_memory.Known)];
                var waiting = Enumerable.Range(0, books.Length).Where(i => found[i] is null).ToArray();
                foreach (var (i, findings) in waiting.Zip(await LookAsync([.. waiting.Select(i => books[i])], cancellation)))
                    found[i] = findings;
            }
            finally
            {
                _one.Release();
            }
        }

        return [.. found.Select(f => f!.Value)];
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<ImmutableArray<LintFinding>[]> LookAsync(LibraryRunbook[] books, CancellationToken cancellation)
    {
        var asked = books.Select(b => new FolderAnswers(b)).ToArray();
        var subjects = books.Zip(asked, Subject).ToArray();
        var checking = _shellcheck.CheckAsync(subjects.SelectMany(s => LintScript.Of(s).Select(l => (l.Text, l.Dialect))), cancellation);
        await _shfmt.ReadAheadAsync(subjects.SelectMany(RunbookLinter.ScriptsOf), cancellation);
        var linted = await Task.WhenAll(subjects.Select(s => WalkAsync(s, cancellation)));
        var checks = await checking;
        var found = subjects.Zip(linted, (subject, findings) => findings.AddRange(Checked(subject, checks))).ToArray();
        for (var i = 0; i < books.Length; i++)
            _memory.Keep(books[i], found[i], asked[i]);
        return found;
    }

    private static async Task<ImmutableArray<LintFinding>> WalkAsync(LintSubject subject, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(() => RunbookLinter.Lint(subject), cancellation).WaitAsync(Timeout, cancellation);
        }
        catch (TimeoutException)
        {
            return [.. subject.Runbook.Diagnostics.Select(d => LintFinding.Of(subject.Path, d)),
                new(subject.Path, new(LintCodes.BadShell, DiagnosticSeverity.Error, 1, 1,
                    "The scripts of this runbook take too long to read.", "Write shorter scripts, with less nesting."))];
        }
    }

    private LintSubject Subject(LibraryRunbook book, FolderAnswers others) => new()
    {
        Path = book.Path,
        Runbook = book.Runbook,
        Text = book.Contents is [var content, ..] ? Encoding.UTF8.GetString(content.Span) : "",
        Files = Texts(book, withNul: false),
        NotText = Texts(book, withNul: true),
        Parts = book.Runbook.Parts.SelectMany(p => book.Files.Zip(book.Contents).Where(f => f.First.Path == p.Path))
            .ToDictionary(f => f.First.Path, f => Encoding.UTF8.GetString(f.Second.Span), StringComparer.Ordinal),
        Exists = others.Exists,
        HasHeading = others.HasHeading,
        Catalogue = book.Team.Catalogue,
        ImageProblem = path => ImageProblem(book, path),
        Hosts = options?.Value.AllTargets.Select(t => t.Name).ToArray(),
        Read = _shfmt.Read,
    };

    // What is shown was read with the runbook; what is not shown is there, or the linter would not ask.
    private static string? ImageProblem(LibraryRunbook book, string path) => book.Files.Zip(book.Contents)
        .Any(f => f.First.Path == path && RunbookImage.MediaType(path, f.Second.Span) is not null)
            ? null
            : $"it is not what its name says, or too large: {RunbookImage.MaxLength >> 20} MiB, and {RunbookImage.MaxTogether >> 20} MiB "
                + "together";

    private static Dictionary<string, string> Texts(LibraryRunbook book, bool withNul) => book.Files.Zip(book.Contents).Skip(1)
        .Where(f => book.Runbook.Files.Contains(f.First.Path) && f.Second.Span.Contains((byte)0) == withNul)
        .ToDictionary(f => f.First.Path, f => Encoding.UTF8.GetString(f.Second.Span), StringComparer.Ordinal);

    private static IEnumerable<LintFinding> Checked(
        LintSubject subject, IReadOnlyDictionary<(string Text, ShellDialect Dialect), ImmutableArray<Diagnostic>>? checks)
    {
        var scripts = LintScript.Of(subject).ToArray();
        if (checks is null && scripts.Length > 0)
        {
            return [new(subject.Path, new(LintCodes.NoShellcheck, DiagnosticSeverity.Warning, 1, 1,
                "The scripts of this runbook were not checked by shellcheck: it is not installed.",
                "Install shellcheck; on Debian it is in the package of that name."))];
        }

        if (checks is null)
            return [];
        var found = scripts.SelectMany(script => checks[(script.Text, script.Dialect)]
            .Select(d => new LintFinding(script.File, d with { Line = d.Line + script.LinesBefore }) { StepId = script.StepId }))
            .SelectMany(f => f.StepId is null ? Waivers.OfUsers(subject, f, NoUsers) : [f]).ToArray();
        return Waivers.Apply(subject, found, (_, code) => Waivers.IsShellcheck(code))
            .DistinctBy(f => (f.File, f.Diagnostic.Code, f.Diagnostic.Line, f.Diagnostic.Column, f.Waived));
    }
}
