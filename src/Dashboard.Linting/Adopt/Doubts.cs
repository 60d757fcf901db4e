namespace Dashboard.Linting.Adopt;

/// <summary>Collects what a draft is not sure of, each once, by the lines of the document.</summary>
internal sealed class Doubts
{
    private readonly List<(int Line, string Message, string Remedy)> _all = [];

    /// <summary>All of them, in the order of the document.</summary>
    public IEnumerable<(int Line, string Message, string Remedy)> All => _all.Distinct().OrderBy(d => d.Line);

    /// <summary>Adds one.</summary>
    public void Add(int line, string message, string remedy) => _all.Add((line, message, remedy));

    /// <summary>Adds why a fence stays a listing; nothing when nobody would take it for a step.</summary>
    public void Kept(int line, string why, string remedy)
    {
        if (why.Length > 0)
            Add(line, $"It stays a listing: {why}.", remedy);
    }
}
