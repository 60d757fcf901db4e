using System.Text;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Engine.Runbooks;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Tests.Runbooks;

/// <summary>A pinned script that would run as something else than it shows is refused, whatever it is called.</summary>
public sealed class RunbookLibraryScriptTests : IDisposable
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("scripts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("deploy.sh", "true\r\n", false, "Windows line ends")]
    [InlineData("DEPLOY.SH", "true\r\n", false, "Windows line ends")]
    [InlineData("deploy", "#!/bin/sh\r\ntrue\r\n", false, "Windows line ends")]
    [InlineData("deploy", "\uFEFF#!/bin/sh\r\ntrue\r\n", false, "Windows line ends")]
    [InlineData("deploy", "true\r\n", true, "Windows line ends")]
    [InlineData("deploy.sh", "true\0\n", false, "NUL")]
    [InlineData("deploy", "true\n# \0\n", true, "NUL")]
    [InlineData("deploy.sh", "echo a\recho b\n", false, "carriage return")]
    [InlineData("deploy.sh", "true\r", false, "carriage return")]
    [InlineData("deploy.sh", "\uFEFF#!/bin/sh\ntrue\n", false, "byte order mark")]
    [InlineData("latin1-deploy.sh", "# caf\u00E9\ntrue\n", false, "not UTF-8")]
    [InlineData("latin1-deploy", "#!/bin/sh\n# caf\u00E9\n", true, "not UTF-8")]
    [InlineData("latin1-notes.txt", "caf\u00E9\n", false, null)]
    [InlineData("deploy.sh", "# caf\u00E9\ntrue\n", false, null)]
    [InlineData("table.csv", "a,b\r\n", false, null)]
    [InlineData("logo.png", "\u0089PNG\r\n\0", true, null)]
    [InlineData("deploy.sh", "#!/bin/sh\ntrue\n", true, null)]
    public async Task Script_ThatAShellReadsOtherwise_IsAFinding(string name, string content, bool executable, string? words)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, name),
            name.EndsWith(".png", StringComparison.Ordinal) || name.StartsWith("latin1", StringComparison.Ordinal)
                ? Encoding.Latin1.GetBytes(content)
                : Encoding.UTF8.GetBytes(content), TestContext.Current.CancellationToken);
        File.SetUnixFileMode(Path.Combine(_folder, name), executable ? Plain | UnixFileMode.UserExecute : Plain);
        await File.WriteAllTextAsync(Path.Combine(_folder, "book.md"), $$"""
            ---
            title: A script
            files: [{{name}}]
            ---

            ```bash {#look .preflight}
            true
            ```
            """, TestContext.Current.CancellationToken);

        var library = new RunbookLibrary(Options.Create(new EngineOptions { Runbooks = _folder }),
            new RunbookReadings(TimeProvider.System));
        var found = (await library.FindAsync("book", TestContext.Current.CancellationToken))!.Runbook.Diagnostics;

        if (words is null)
            found.ShouldNotContain(d => d.Severity == DiagnosticSeverity.Error);
        else
            found.ShouldContain(d => d.Severity == DiagnosticSeverity.Error && d.Message.Contains(words, StringComparison.Ordinal));
    }
}
