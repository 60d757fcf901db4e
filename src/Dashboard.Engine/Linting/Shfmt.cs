using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Execution.Processes;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Engine.Linting;

/// <summary>
/// Reads shell scripts with <c>shfmt --to-json</c> (mvdan.cc/sh). Many scripts are read by one process: they stand one behind the other,
/// with a marker between. A script that swallows a marker (a here-document without end, an open quote) is read alone.
/// </summary>
internal sealed partial class Shfmt
{
    private const string Program = "shfmt";
    private const int MostCached = 20_000;
    private static readonly ToolLimits Limits = new(64 << 20, 4L << 30);
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly ToolResult TimedOut = new(-1, [], "");

    private readonly ConcurrentDictionary<(string Text, ShellDialect Dialect), ShellReading> _read = new();
    private ShellOperators? _operators;

    /// <summary>Reads scripts ahead, so that <see cref="Read"/> has them.</summary>
    public async Task ReadAheadAsync(IEnumerable<(string Text, ShellDialect Dialect)> scripts, CancellationToken cancellation)
    {
        if (_read.Count > MostCached)
            _read.Clear();
        var waiting = scripts.Where(s => !_read.ContainsKey(s) && !IsTooDeep(s)).Distinct().ToArray();
        if (waiting.Length == 0 || await OperatorsAsync(cancellation) is not { } operators)
            return;
        var batches = waiting.GroupBy(s => s.Dialect)
            .SelectMany(g => ScriptBatch.Split(g.Select(s => s.Text)).Select(texts => (g.Key, texts)));
        await Parallel.ForEachAsync(batches, cancellation, async (batch, stop) => await ReadAsync(batch.texts, batch.Key, operators, stop));
    }

    /// <summary>Reads a script; <see cref="ShellReading.Unread"/> when shfmt is not installed.</summary>
    public ShellReading Read(string text, ShellDialect dialect)
    {
        if (!_read.ContainsKey((text, dialect)))
            ReadAheadAsync([(text, dialect)], CancellationToken.None).GetAwaiter().GetResult();
        return _read.GetValueOrDefault((text, dialect)) ?? ShellReading.Unread;
    }

    // The tools go down as deep as the script does, and what shfmt prints is indented: a hundred kilobytes of `if` make gigabytes of
    // spaces.
    private bool IsTooDeep((string Text, ShellDialect Dialect) script)
    {
        if (!ShellNesting.IsTooDeep(script.Text))
            return false;
        _read[script] = new() { Problem = new(1, 1, "it nests too deeply") };
        return true;
    }

    private async Task<ShellOperators?> OperatorsAsync(CancellationToken cancellation)
    {
        if (_operators is not null)
            return _operators;
        if (await RunAsync(ShellOperators.Probe, ShellDialect.Bash, cancellation) is not { Code: 0 } probe)
            return null;
        using var json = JsonDocument.Parse(probe.Output, Deep);
        return _operators = ShellOperators.Read(json.RootElement);
    }

    private async Task ReadAsync(string[] texts, ShellDialect dialect, ShellOperators operators, CancellationToken cancellation)
    {
        if (texts.Length == 1)
        {
            _read[(texts[0], dialect)] = await AloneAsync(texts[0], dialect, operators, cancellation);
            return;
        }

        var joined = new ScriptBatch(texts);
        if (await RunAsync(joined.Text, dialect, cancellation) is { Code: 0, IsWhole: true } result
            && joined.Take(result.Output, operators, Deep) is { } readings)
        {
            for (var i = 0; i < texts.Length; i++)
                _read[(texts[i], dialect)] = readings[i];
            return;
        }

        // One of them breaks it: it is found by halves.
        await ReadAsync(texts[..(texts.Length / 2)], dialect, operators, cancellation);
        await ReadAsync(texts[(texts.Length / 2)..], dialect, operators, cancellation);
    }

    private static async Task<ShellReading> AloneAsync(string text, ShellDialect dialect, ShellOperators operators,
        CancellationToken cancellation)
    {
        if (await RunAsync(text, dialect, cancellation) is not { } result)
            return ShellReading.Unread;
        if (!result.IsWhole)
            return new() { Problem = new(1, 1, "it is too long, or nests too deeply") };
        if (result == TimedOut)
            return new() { Problem = new(1, 1, "shfmt timed out on it") };
        if (result.Code > 1 || result.Code < 0)
            return new() { Problem = new(1, 1, "shfmt gives up on it: it is too long, or nests too deeply") };
        if (result.Code != 0)
            return new() { Problem = Explain(result.Errors) };
        try
        {
            using var json = JsonDocument.Parse(result.Output, Deep);
            return new ShellTreeReader(operators)
                .Read(json.RootElement.TryGetProperty("Stmts", out var statements) ? statements.EnumerateArray() : []);
        }
        catch (JsonException)
        {
            return new() { Problem = new(1, 1, "it nests too deeply") };
        }
    }

    private static async Task<ToolResult?> RunAsync(string text, ShellDialect dialect, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Timeout);
        try
        {
            return await ToolProcess.RunAsync(Program, ["-ln", dialect == ShellDialect.Posix ? "posix" : "bash", "--to-json"],
                Encoding.UTF8.GetBytes(text), timeout.Token, Limits);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return TimedOut;
        }
    }

    /// <summary>Reads, for example, <c>&lt;standard input&gt;:3:7: reached EOF without closing quote "</c>.</summary>
    private static ShellProblem Explain(string errors) => Complaint().Match(errors) is { Success: true } match
        ? new(int.Parse(match.Groups[1].ValueSpan, provider: null), int.Parse(match.Groups[2].ValueSpan, provider: null),
            match.Groups[3].Value.Trim())
        : new(1, 1, errors.Trim());

    [GeneratedRegex(@"(\d+):(\d+): (.*)", RegexOptions.CultureInvariant)]
    private static partial Regex Complaint();
}
