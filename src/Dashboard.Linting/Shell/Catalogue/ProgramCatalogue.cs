using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>What programs do. It is data: <c>programs.tsv</c>, with a line for each program and each verb.</summary>
internal sealed class ProgramCatalogue
{
    private const string Resource = "programs.tsv", SqlWords = "sql:";

    private static readonly Lazy<ProgramCatalogue> Embedded = new(() => new(CatalogueReader.Read(Text())));

    private readonly FrozenDictionary<string, KnownProgram> _programs;
    private readonly ImmutableArray<KnownProgram> _beginnings;
    private readonly FrozenDictionary<string, CatalogueLine> _sql;

    /// <summary>Puts lines together.</summary>
    /// <param name="lines">Lines as <see cref="CatalogueReader"/> gives them.</param>
    public ProgramCatalogue(ImmutableArray<CatalogueLine> lines)
    {
        Lines = lines;
        var all = lines.ToDictionary(l => (l.Program, l.Verb));
        var programs = lines.Where(l => l.Verb is null && l.Effect != ProgramEffect.Is)
            .GroupJoin(lines.Where(l => l.Verb is not null), l => l.Program, v => v.Program, (l, verbs) => new KnownProgram(
                l, verbs.ToDictionary(v => v.Verb!, v => v.Same is [var program, .. var verb]
                    && verb.Length > 0 ? all[(program, string.Join(' ', verb))] : v)))
            .ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (var alias in lines.Where(l => l is { Verb: null, Effect: ProgramEffect.Is }))
            programs.Add(alias.Program, programs[alias.Same[0]]);
        _beginnings = [.. programs.Values.Where(p => p.Name.EndsWith('*'))];
        _programs = programs.Where(p => !p.Key.EndsWith('*')).ToFrozenDictionary(StringComparer.Ordinal);
        _sql = lines.Where(l => l.Program == SqlWords).ToFrozenDictionary(l => l.Verb!, StringComparer.Ordinal);
        Shells = [.. lines.Where(l => l.Effect == ProgramEffect.Shell).Select(l => l.Program)];
    }

    /// <summary>The catalogue of the product.</summary>
    public static ProgramCatalogue Shared => Embedded.Value;

    /// <summary>All lines, in their order.</summary>
    public ImmutableArray<CatalogueLine> Lines { get; }

    /// <summary>The names of the shells.</summary>
    public ImmutableArray<string> Shells { get; }

    /// <summary>The program of this name; null when it is not known.</summary>
    public KnownProgram? Find(string name)
    {
        if (_programs.TryGetValue(name, out var program))
            return program;
        foreach (var beginning in _beginnings)
        {
            if (name.AsSpan().StartsWith(beginning.Name.AsSpan()[..^1]))
                return beginning;
        }

        return null;
    }

    /// <summary>The line of a word of SQL, in capital letters; null when it does nothing.</summary>
    public CatalogueLine? SqlWord(string word) => _sql.GetValueOrDefault(word);

    /// <summary>The text of the product's catalogue.</summary>
    internal static string Text()
    {
        using var stream = typeof(ProgramCatalogue).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly has no resource {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
