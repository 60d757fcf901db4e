namespace Dashboard.Benchmarks.Support;

/// <summary>Something that is measured.</summary>
internal interface IBenchmark
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Title { get; }

    /// <summary>Measures, and reports.</summary>
    /// <param name="report">Where the figures go.</param>
    /// <param name="folder">An empty folder of its own, on a real disk.</param>
    Task RunAsync(Report report, string folder);
}
