using System.Diagnostics;
using System.Globalization;
using Dashboard.Benchmarks.Support;
using Dashboard.Engine.Linting;

namespace Dashboard.Benchmarks.Lint;

/// <summary>
/// A platform's runbooks, all of them at once, as its build server lints them; beside it shellcheck alone on the same scripts.
/// </summary>
internal sealed class LintBenchmark : IBenchmark
{
    private const int Books = 1_000, Rounds = 5;
    private const double Most = 5;

    public string Name => "lint";

    public string Title => "1,000 runbooks of five steps, no two scripts alike";

    public async Task RunAsync(Report report, string folder)
    {
        var books = Path.Combine(folder, "runbooks");
        var scripts = Path.Combine(folder, "scripts");
        LintBooks.Write(books, scripts, Books);
        var (lint, shellcheck) = (new Sample("lint, with shfmt and shellcheck"), new Sample("shellcheck alone, one process"));
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var found = await LintTree.RunAsync([books], CancellationToken.None);
            lint.AddSince(start);
            // Fast and blind would be no figure.
            if (found.Incomplete || found.Runbooks != Books
                || found.Findings.Count(f => f.Diagnostic.Code == "LN101") != Books / LintBooks.BadEvery)
                throw new InvalidOperationException($"{found.Runbooks} runbooks, {found.Findings.Length} findings");
            start = Stopwatch.GetTimestamp();
            using var alone = Process.Start(new ProcessStartInfo("shellcheck",
                ["--norc", "--severity=warning", "--shell=bash", .. Directory.GetFiles(scripts)])
            {
                RedirectStandardOutput = true,
            })!;
            await alone.StandardOutput.ReadToEndAsync();
            await alone.WaitForExitAsync();
            shellcheck.AddSince(start);
        }

        report.Table([Sample.Header("ms"), lint.Row(), shellcheck.Row()]);
        report.Limit(lint.Median < Most * 1000,
            string.Create(CultureInfo.InvariantCulture, $"{Books} runbooks in {lint.Median / 1000:0.0} s; at most {Most} s"));
    }
}
