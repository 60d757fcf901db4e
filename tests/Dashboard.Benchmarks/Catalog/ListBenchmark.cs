using System.Diagnostics;
using System.Globalization;
using Dashboard.Benchmarks.Lint;
using Dashboard.Benchmarks.Support;
using Dashboard.Engine;
using Dashboard.Engine.Catalog;
using Dashboard.Engine.Linting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dashboard.Benchmarks.Catalog;

/// <summary>
/// A folder as a platform team has it: ten thousand Markdown files, most of them documents. How long a page waits for the list: before
/// anything was read, and once all was; beside it what opening each file takes.
/// </summary>
internal sealed class ListBenchmark : IBenchmark
{
    private const int Documents = 9_450, Books = 500, Parts = 50, Folders = 100, Rounds = 9;
    private const double Most = 1;

    public string Name => "list";

    public string Title => "10,000 Markdown files in 100 folders, 500 of them runbooks, and half of those include one of 50 parts";

    public async Task RunAsync(Report report, string folder)
    {
        var root = Path.Combine(folder, "runbooks");
        LintBooks.Write(Path.Combine(root, "services"), Path.Combine(folder, "scripts"), Books);
        Write(root);
        using var catalog = new RunningCatalog(root);
        var (cold, warm, plain) = (new Sample("list, nothing read yet"), new Sample("list, all read"),
            new Sample("reading each file alone"));
        var start = Stopwatch.GetTimestamp();
        var items = await catalog.Catalog.ListAsync();
        cold.AddSince(start);
        start = Stopwatch.GetTimestamp();
        await catalog.ReadAllAsync();
        var reading = Stopwatch.GetElapsedTime(start);
        for (var round = 0; round < Rounds; round++)
        {
            start = Stopwatch.GetTimestamp();
            items = await catalog.Catalog.ListAsync();
            warm.AddSince(start);
            start = Stopwatch.GetTimestamp();
            foreach (var file in Directory.EnumerateFiles(root, "*.md", SearchOption.AllDirectories))
                await File.ReadAllBytesAsync(file);
            plain.AddSince(start);
        }

        // Fast and empty would be no figure.
        if (items.Length != Documents + Books + Parts || items.Count(i => i.Book is { Runbook.Parts.IsEmpty: false }) != Books / 2
            || items.Count(i => i.Book is { Runbook.IsDocument: true }) != Documents)
            throw new InvalidOperationException($"{items.Length} items, {items.Count(i => i.Book is not null)} of them read");
        report.Table([Sample.Header("ms"), cold.Row(), warm.Row(), plain.Row()]);
        report.Say(string.Create(CultureInfo.InvariantCulture,
            $"All were read and linted behind the page's back in {reading.TotalSeconds:0.0} s."));
        report.Limit(cold.Median < Most * 1000 && warm.Median < Most * 1000, string.Create(CultureInfo.InvariantCulture,
            $"the list took {cold.Median:0} ms before and {warm.Median:0} ms after all were read; at most {Most} s"));
        report.Limit(warm.Median < plain.Median, string.Create(CultureInfo.InvariantCulture,
            $"a list of known files took {warm.Median / plain.Median:0.00} times what reading each takes; less than 1"));
    }

    private static void Write(string root)
    {
        var old = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1);
        var words = string.Join(' ', Enumerable.Repeat("What the service does, and whom to call.", 40));
        for (var i = 0; i < Documents; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, $"team-{i % Folders}")).FullName;
            File.WriteAllText(Path.Combine(folder, $"page-{i}.md"),
                $"---\ntags: [a]\n---\n# Page {i}\n\n{words}\n\n## More\n\n- one\n- two\n");
        }

        Directory.CreateDirectory(Path.Combine(root, "parts"));
        for (var i = 0; i < Parts; i++)
        {
            File.WriteAllText(Path.Combine(root, "parts", $"look-{i}.md"),
                $"---\npart: true\n---\n# Look {i}\n\n{words}\n\n```bash {{#look .smoke}}\ntest -e /srv/service-{i}\n```\n");
        }

        foreach (var (i, file) in Directory.EnumerateFiles(Path.Combine(root, "services")).Index().Where(f => f.Index % 2 == 0).ToArray())
            File.AppendAllText(file, $"\n## Look again {{#again include=/parts/look-{i % Parts}.md}}\n");
        foreach (var file in Directory.EnumerateFiles(root, "*.md", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, old);
    }

    private sealed class RunningCatalog : IDisposable
    {
        private readonly RunbookLint _lint = new();

        public RunningCatalog(string root) => Catalog = new(
            new(Options.Create(new EngineOptions { Runbooks = root }), new(TimeProvider.System)), _lint, TimeProvider.System,
            NullLogger<RunbookCatalog>.Instance);

        public RunbookCatalog Catalog { get; }

        public async Task ReadAllAsync()
        {
            using var changed = new SemaphoreSlim(0);
            using var subscription = Catalog.Subscribe(() => changed.Release());
            await Catalog.StartAsync(CancellationToken.None);
            while ((await Catalog.ListAsync()).Any(i => i.Book is null))
            {
                await changed.WaitAsync();
                while (await changed.WaitAsync(0))
                {
                }
            }

            await Catalog.StopAsync(CancellationToken.None);
        }

        public void Dispose()
        {
            Catalog.Dispose();
            _lint.Dispose();
        }
    }
}
