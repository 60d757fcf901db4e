using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Execution.Processes;
using Dashboard.Linting;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Engine.Linting;

/// <summary>What shellcheck finds in scripts: its errors and warnings, not its opinions on style.</summary>
internal sealed class Shellcheck
{
    private const int MostTogether = 100, MostCached = 20_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly ToolLimits Limits = new(32 << 20, 3L << 30);

    private static readonly Diagnostic TimedOut = new(LintCodes.NoShellcheck, DiagnosticSeverity.Warning, 1, 1,
        "shellcheck timed out on the scripts of this runbook.", "Write shorter scripts.");

    private readonly ConcurrentDictionary<(string Text, ShellDialect Dialect), ImmutableArray<Diagnostic>> _found = new();

    /// <summary>What is wrong with each script, with lines and columns of the script.</summary>
    /// <returns>Null when shellcheck is not installed.</returns>
    public async Task<IReadOnlyDictionary<(string Text, ShellDialect Dialect), ImmutableArray<Diagnostic>>?> CheckAsync(
        IEnumerable<(string Text, ShellDialect Dialect)> scripts, CancellationToken cancellation)
    {
        if (_found.Count > MostCached)
            _found.Clear();
        // What nests too deeply is not read at all, and shfmt's reader says so.
        var waiting = scripts.Distinct().Where(s => !_found.ContainsKey(s) && !IsTooDeep(s)).ToArray();
        var missing = false;
        var batches = waiting.GroupBy(s => s.Dialect)
            .SelectMany(g => g.Select(s => s.Text).Chunk(MostTogether).Select(texts => (g.Key, texts)));
        await Parallel.ForEachAsync(batches, cancellation, async (batch, stop) =>
        {
            if (!await CheckAsync(batch.texts, batch.Key, stop))
                missing = true;
        });
        return missing ? null : _found;
    }

    private bool IsTooDeep((string Text, ShellDialect Dialect) script) =>
        ShellNesting.IsTooDeep(script.Text) && (_found[script] = []).IsEmpty;

    private async Task<bool> CheckAsync(string[] texts, ShellDialect dialect, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Timeout);
        var folder = Directory.CreateTempSubdirectory("cutover-lint-");
        try
        {
            var names = texts.Select((_, i) => Path.Combine(folder.FullName, i.ToString(CultureInfo.InvariantCulture))).ToArray();
            for (var i = 0; i < texts.Length; i++)
                await File.WriteAllTextAsync(names[i], texts[i], timeout.Token);
            string[] options = ["--norc", "--severity=warning", "--format=json1",
                dialect == ShellDialect.Posix ? "--shell=sh" : "--shell=bash"];
            if (await ToolProcess.RunAsync("shellcheck", [.. options, .. names], ReadOnlyMemory<byte>.Empty, timeout.Token, Limits)
                is not { } result)
                return false;
            // It found nothing, or something; everything else is an end that it did not choose.
            if (result is not { Code: 0 or 1, IsWhole: true })
                return await HalvesAsync(texts, dialect, cancellation);
            using var json = JsonDocument.Parse(result.Output);
            var comments = json.RootElement.GetProperty("comments").EnumerateArray().ToLookup(c => c.GetProperty("file").GetString(), Read);
            for (var i = 0; i < texts.Length; i++)
                _found[(texts[i], dialect)] = [.. comments[names[i]]];
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return await HalvesAsync(texts, dialect, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // One of them takes too long, or too much: it is found by halves, so that the others are looked at.
    private async Task<bool> HalvesAsync(string[] texts, ShellDialect dialect, CancellationToken cancellation)
    {
        if (texts.Length > 1)
            return await CheckAsync(texts[..(texts.Length / 2)], dialect, cancellation)
                && await CheckAsync(texts[(texts.Length / 2)..], dialect, cancellation);
        _found[(texts[0], dialect)] = [TimedOut];
        return true;
    }

    private static Diagnostic Read(JsonElement comment)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"SC{comment.GetProperty("code").GetInt32()}");
        return new(code, comment.GetProperty("level").GetString() == "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
            comment.GetProperty("line").GetInt32(), comment.GetProperty("column").GetInt32(),
            comment.GetProperty("message").GetString() ?? code,
            $"Fix it, or write `# shellcheck disable={code}` above the line and say why. https://www.shellcheck.net/wiki/{code}");
    }
}
