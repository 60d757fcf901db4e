namespace Dashboard.Linting.Compose;

/// <summary>An entry of a service's <c>volumes</c>, in one reading.</summary>
/// <param name="Source">What is mounted: a path of the host, the name of a volume, or empty.</param>
/// <param name="Target">Where in the container.</param>
/// <param name="ReadOnly">Whether the entry says for certain that it is read-only.</param>
/// <param name="InMemory">Whether it mounts memory, nothing of the host.</param>
internal sealed record Mount(string Source, string Target, bool ReadOnly, bool InMemory = false)
{
    /// <summary>The target by which Compose tells entries apart.</summary>
    public string Key => ComposePath.Clean(Target);

    /// <summary>
    /// Reads an entry: <c>/etc/app:/app:ro</c>, or a mapping with <c>source</c>, <c>target</c> and <c>read_only</c>. Null for a wrong
    /// shape.
    /// </summary>
    public static Mount? Read(ComposeNode entry) => entry switch
    {
        ComposeText text => Parse(text.Value),
        ComposeMap map when map.Text("target") is { } target => new(
            map.Text("source")?.Value ?? "",
            target.Value,
            // `recursive: writable` leaves what is mounted below the source writable.
            map.Text("read_only") is { IsTrue: true } && map.Map("bind")
                ?.Text("recursive") is not { Value: not ("enabled" or "disabled" or "readonly") },
            map.Text("type") is { Value: "tmpfs" } && map.Text("source") is null),
        _ => null,
    };

    /// <summary>Reads the short syntax: <c>target</c>, <c>source:target</c>, <c>source:target:options</c>.</summary>
    public static Mount? Parse(string text) => Variables.Split(text, ':') switch
    {
        var parts when parts.Any(p => p.Length == 0) => null,
        [var target] => new("", target, false),
        [var source, var target] => new(source, target, false),
        [var source, var target, var options] => new(source, target, IsReadOnly(options)),
        _ => null,
    };

    /// <summary>Whether options such as <c>z,ro</c> say read-only. The last word counts, and a variable may hold any word.</summary>
    private static bool IsReadOnly(string options) =>
        !options.Contains('$', StringComparison.Ordinal) && options.Split(',').LastOrDefault(o => o is "ro" or "rw") == "ro";
}
