using System.Globalization;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Hands out names, each once. A name that is taken gets a number, as on GitHub: <c>a</c>, <c>a-1</c>, <c>a-2</c>.</summary>
internal sealed class UniqueNames
{
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Whether the name was handed out.</summary>
    public bool Has(string name) => _taken.ContainsKey(name);

    /// <summary>
    /// The name, or the next one like it that is free. Counting goes on where it ended, so many equal names take no longer than others.
    /// </summary>
    public string Take(string wanted)
    {
        var start = wanted.Length == 0 ? "section" : wanted;
        var name = start;
        var number = _taken.GetValueOrDefault(start);
        while (!_taken.TryAdd(name, 0))
            name = string.Create(CultureInfo.InvariantCulture, $"{start}-{++number}");
        _taken[start] = number;
        return name;
    }
}
