using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Benchmarks.Support;

/// <summary>Repeated measurements of one thing.</summary>
internal sealed class Sample(string name)
{
    private readonly List<double> _values = [];

    /// <summary>What was measured.</summary>
    public string Name => name;

    /// <summary>The middle value.</summary>
    public double Median => At(0.5);

    /// <summary>Takes a measurement.</summary>
    public void Add(double value) => _values.Add(value);

    /// <summary>Takes the time since a timestamp of <see cref="Stopwatch"/>, in milliseconds.</summary>
    public void AddSince(long timestamp) => Add(Stopwatch.GetElapsedTime(timestamp).TotalMilliseconds);

    /// <summary>The value that this share of the measurements does not exceed.</summary>
    public double At(double share) => _values.Order().ElementAt((int)Math.Min(_values.Count - 1, _values.Count * share));

    /// <summary>Its row under <see cref="Header"/>.</summary>
    public string[] Row() =>
        [name, _values.Count.ToString(CultureInfo.InvariantCulture), Figure(Median), Figure(At(0.1)), Figure(At(0.9))];

    /// <summary>The header of a table of samples.</summary>
    public static string[] Header(string unit) => [unit, "n", "median", "10 %", "90 %"];

    /// <summary>A figure as tables show it.</summary>
    public static string Figure(double value) => value.ToString(Math.Abs(value) < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);
}
