using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting.Adopt;

namespace Dashboard.Engine.Linting;

/// <summary>Makes first runbooks of documents. It runs nothing of them, and writes no file.</summary>
public interface IRunbookAdoption
{
    /// <summary>The draft for a document, with all that the linter and its tools still find in it.</summary>
    Task<Adoption> AdoptAsync(LibraryRunbook book, CancellationToken cancellation = default);
}

/// <summary>Brings the maker of drafts together with the tools that read shell.</summary>
internal sealed class RunbookAdoption(IRunbookLint lint) : IRunbookAdoption
{
    // The tools have limits of their own; this is for the walks over what they read.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Shfmt _shfmt = new();

    public async Task<Adoption> AdoptAsync(LibraryRunbook book, CancellationToken cancellation = default)
    {
        var text = RunbookText.Decode(book.Contents[0].Span);
        await _shfmt.ReadAheadAsync(RunbookAdopter.ScriptsOf(book.Path, text), cancellation);
        Adoption adoption;
        try
        {
            adoption = await Task.Run(() => RunbookAdopter.Adopt(book.Path, text, _shfmt.Read, book.Exists), cancellation)
                .WaitAsync(Timeout, cancellation);
        }
        catch (TimeoutException)
        {
            return new()
            {
                Text = text,
                Runbook = book.Runbook,
                Doubts = [new(1, 1, "Its scripts take too long to read.", "Split the document, and write shorter scripts.")],
                Findings = [],
                IsChanged = false,
            };
        }

        if (!adoption.IsChanged)
            return adoption;
        var bytes = System.Text.Encoding.UTF8.GetBytes(adoption.Text);
        var draft = book with
        {
            Digest = Digests.Of(bytes),
            Runbook = adoption.Runbook,
            Files = [new(book.Path, Digests.Of(bytes), bytes.Length, false)],
            Contents = [bytes],
        };
        return adoption with { Findings = [.. (await lint.LintAsync(draft, cancellation)).Select(f => f.Diagnostic)] };
    }
}
