using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Compose;

/// <summary>
/// Makes one model of the files that a command names, in Compose's order: for each file what it includes, then what its services extend,
/// then the merge.
/// </summary>
internal sealed class ComposeModel
{
    private const int MaxIncludes = 16;

    private readonly ComposeFiles _files;
    private readonly ComposeFindings _findings;
    private readonly WorkBudget _budget;
    private readonly ComposeMerge _merge;
    private readonly ComposeExtends _extends;

    public ComposeModel(ComposeFiles files, ComposeFindings findings, WorkBudget budget)
    {
        (_files, _findings, _budget) = (files, findings, budget);
        _merge = new(budget);
        _extends = new(files, _merge, findings, budget);
    }

    /// <summary>The merged model of the files; null when none of them can be read.</summary>
    /// <param name="paths">Paths below the runbooks folder; one that is not pinned is skipped.</param>
    public ComposeMap? Of(IReadOnlyList<string> paths)
    {
        // When the first file of the command is not pinned, its folder is not known; each file then speaks of its own.
        var project = paths.Count > 0 && _files.Use(paths[0]) is not null ? FolderPath.FolderOf(paths[0]) : null;
        return Load(paths, project, []);
    }

    private ComposeMap? Load(IReadOnlyList<string> paths, string? project, IReadOnlyList<string> trail)
    {
        ComposeMap? model = null;
        foreach (var file in paths.Select(_files.Use).OfType<ComposeFile>())
        {
            var folder = project ?? FolderPath.FolderOf(file.Path);
            foreach (var document in file.Maps)
            {
                var own = _extends.Apply(WithIncludes(document, file, folder, [.. trail, file.Path]), file, folder);
                model = model is null ? own : _merge.Documents(model, own);
            }
        }

        return model;
    }

    /// <summary>The document above what it includes: <c>include: [a.yaml, {path: [b.yaml, c.yaml]}]</c>.</summary>
    private ComposeMap WithIncludes(ComposeMap document, ComposeFile file, string folder, IReadOnlyList<string> trail)
    {
        foreach (var item in document.Items("include"))
        {
            if (!_budget.Take())
                break;
            var named = Paths(item).Select(text => (Text: text, Path: _files.Find(text.Value, folder, file.Path))).ToList();
            foreach (var (text, _) in named.Where(n => n.Path is null))
            {
                _findings.Unseen(text, $"`include` names `{text.Value}`, which is not pinned with the runbook, so its content is unknown.",
                    "Add the file to `files:` in the runbook, and name it by its path relative to this file.");
            }

            var paths = named.Select(n => n.Path).OfType<string>().ToList();
            if (paths.Count == 0)
                continue;
            if (paths.Any(trail.Contains) || trail.Count > MaxIncludes)
            {
                _findings.Bad(item, "`include` forms a cycle, or nests too deeply.", "Remove the cycle, or include fewer levels.");
                continue;
            }

            if (Load(paths, Project(item, folder) ?? FolderPath.FolderOf(paths[0]), trail) is { } included)
                document = _merge.Documents(included, document);
        }

        return document;
    }

    private static IEnumerable<ComposeText> Paths(ComposeNode item) => item switch
    {
        ComposeText text => [text],
        ComposeMap map => map["path"] switch
        {
            ComposeText text => [text],
            ComposeList list => list.Items.OfType<ComposeText>(),
            _ => [],
        },
        _ => [],
    };

    private static string? Project(ComposeNode item, string folder) =>
        item is ComposeMap map && map.Text("project_directory") is { } text ? ComposePath.Below(folder, text.Value) : null;
}
