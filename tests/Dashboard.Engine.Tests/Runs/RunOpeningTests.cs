using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>A run opens with what was on the screen, or not at all.</summary>
public sealed class RunOpeningTests : IAsyncLifetime
{
    private const string Book = """
        ---
        title: A book
        files: [a.sh]
        inputs:
          - {name: WHERE, description: a place, default: here}
        ---

        ```bash {#look .preflight}
        bash a.sh
        ```
        """;

    private EngineHarness _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        await WriteAsync("book.md", Book);
        await WriteAsync("a.sh", "true\n");
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("book.md", "default: here", "default: there")]
    [InlineData("a.sh", "true", "false")]
    [InlineData("a.sh", "", "")]
    public async Task Open_AfterItWasChanged_IsRefusedUntilItWasSeen(string file, string from, string to)
    {
        var seen = await RevisionAsync();
        var path = Path.Combine(_engine.Runbooks, file);
        if (from.Length > 0)
            await WriteAsync(file, (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))
                .Replace(from, to, StringComparison.Ordinal));
        else
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);

        var refused = await OpenAsync(seen);

        refused.Reasons.ShouldHaveSingleItem().Code.ShouldBe(LockCode.Changed);
        (await OpenAsync(await RevisionAsync())).Done.ShouldBeTrue();
    }

    [Fact]
    public async Task Open_AsSeen_Opens() => (await OpenAsync(await RevisionAsync())).Done.ShouldBeTrue();

    private Task<CommandResult> OpenAsync(string seen) => _engine.Runs.OpenAsync(_engine.First,
        new("book", _engine.Services.GetRequiredService<IOptions<EngineOptions>>().Value.LocalTarget, RunMode.Rehearsal, null,
            ImmutableSortedDictionary<string, string>.Empty.Add("WHERE", "here"))
        {
            Seen = seen,
        });

    private async Task<string> RevisionAsync() =>
        (await _engine.Services.GetRequiredService<IRunbookLibrary>().FindAsync("book", TestContext.Current.CancellationToken))!.Revision;

    private Task WriteAsync(string file, string text) =>
        File.WriteAllTextAsync(Path.Combine(_engine.Runbooks, file), text, TestContext.Current.CancellationToken);
}
