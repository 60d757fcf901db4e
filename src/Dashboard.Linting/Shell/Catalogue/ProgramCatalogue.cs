using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>What programs do. It is data: <c>programs.tsv</c>, with a line for each program and each verb.</summary>
internal sealed class ProgramCatalogue
{
    private const string Resource = "programs.tsv";

    private static readonly Lazy<ProgramCatalogue> Embedded = new(() => new(CatalogueReader.Read(Text())));

    private readonly FrozenDictionary<string, KnownProgram> _programs;
    private readonly ImmutableArray<KnownProgram> _beginnings;
    private readonly FrozenDictionary<(string Language, string Word), CatalogueLine> _words;

    private readonly ImmutableArray<(string Pattern, ProgramEffect Effect)> _paths = [];

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
        _words = lines.Where(l => l.IsWord).ToFrozenDictionary(l => (l.Program, l.Verb!));
        Shells = [.. lines.Where(l => l.Effect == ProgramEffect.Shell).Select(l => l.Program)];
    }

    private ProgramCatalogue(ProgramCatalogue known, IReadOnlyDictionary<string, KnownProgram> programs,
        ImmutableArray<(string, ProgramEffect)> paths)
    {
        (Lines, Shells, _words, _beginnings) = (known.Lines, known.Shells, known._words, known._beginnings);
        var all = new Dictionary<string, KnownProgram>(known._programs, StringComparer.Ordinal);
        foreach (var (name, program) in programs)
            all[name] = program;
        _programs = all.ToFrozenDictionary(StringComparer.Ordinal);
        _paths = paths;
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

    /// <summary>The same with what a team says of programs and paths.</summary>
    public ProgramCatalogue With(
        IReadOnlyDictionary<string, KnownProgram> programs, ImmutableArray<(string Pattern, ProgramEffect Effect)> paths) =>
        new(this, programs, paths);

    /// <summary>What a team says of a script or program at this path; null when it says nothing. The longest pattern counts.</summary>
    public ProgramEffect? OfPath(string path)
    {
        var fitting = _paths.Where(p => PathPatterns.Fits(p.Pattern, path)).ToArray();
        return fitting.Length == 0 ? null : fitting.MaxBy(p => p.Pattern.Length).Effect;
    }

    /// <summary>The line of a word of a language, such as <c>sql:</c>; null when there is none.</summary>
    public CatalogueLine? Word(string language, string word) => _words.GetValueOrDefault((language, word));

    /// <summary>The text of the product's catalogue.</summary>
    internal static string Text()
    {
        using var stream = typeof(ProgramCatalogue).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly has no resource {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
