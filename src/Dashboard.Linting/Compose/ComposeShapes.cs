namespace Dashboard.Linting.Compose;

/// <summary>
/// LN405: where the rules look, a file has the shapes that Compose wants. Nothing (<c>volumes:</c>) is no wrong shape: nothing can hide in
/// it.
/// </summary>
internal sealed class ComposeShapes(ComposeFindings findings)
{
    // A node that many aliases share is looked at once.
    private readonly HashSet<ComposeNode> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Looks at a file.</summary>
    public void Check(ComposeFile file)
    {
        foreach (var document in file.Documents)
        {
            if (document is not ComposeMap map)
            {
                Wrong(document, "A Compose file", "Write a mapping with `services:`.");
                continue;
            }

            Each(map, "include", Include);
            Named(map, "services", Service);
            Named(map, "volumes", Volume);
            Named(map, "secrets", File);
            Named(map, "configs", File);
        }
    }

    private void Service(ComposeMap service)
    {
        Each(service, "volumes", Mount);
        Each(service, "secrets", Grant);
        Each(service, "configs", Grant);
        Each(service, "cap_add", item => Text(item, "A capability"));
        Field(service, "privileged", "true");
        Field(service, "use_api_socket", "false");
        foreach (var hook in new[] { "pre_start", "post_start", "pre_stop" })
            Each(service, hook, Hook);
        switch (service["extends"])
        {
            case null or ComposeText:
                break;
            case ComposeMap map when map.Text("service") is not null:
                Field(map, "file", "common.yaml");
                break;
            case var other:
                Wrong(other, "`extends`", "Write the name of a service, or `{service: base, file: common.yaml}`.");
                break;
        }
    }

    private void Mount(ComposeNode item)
    {
        switch (item)
        {
            case ComposeText { Value.Length: > Readings.MaxLength }:
                findings.Bad(item, $"A mount has more than {Readings.MaxLength} characters.", "Write a shorter one.");
                break;
            case ComposeMap map:
                foreach (var key in new[] { "type", "source", "target", "read_only" })
                    Field(map, key, "text");
                if (map.Entries.Values.Any(e => e.Value is ComposeText { Value.Length: > Readings.MaxLength }))
                    findings.Bad(item, $"A mount has a text of more than {Readings.MaxLength} characters.", "Write a shorter one.");
                if (map["target"] is null)
                    findings.Bad(item, "A mount has no `target`.", "Add `target:` with a path in the container.");
                break;
            default:
                if (Compose.Mount.Read(item) is null)
                    Wrong(item, "A mount", "Write `source:target`, `source:target:ro`, or a mapping with `type`, `source` and `target`.");
                break;
        }
    }

    private void Grant(ComposeNode item)
    {
        if (item is ComposeMap map)
        {
            foreach (var key in new[] { "source", "target", "mode" })
                Field(map, key, "text");
        }
        else
        {
            Text(item, "An entry");
        }
    }

    private void Hook(ComposeNode item)
    {
        if (item is ComposeMap map)
            Field(map, "privileged", "false");
        else
            Wrong(item, "A hook", "Write a mapping with `command:`.");
    }

    private void Include(ComposeNode item)
    {
        if (item is ComposeText { IsNothing: false } || (item is ComposeMap map && map["path"] is ComposeText))
            return;
        if (item is ComposeMap { } several && several["path"] is ComposeList list)
        {
            foreach (var path in list.Items)
                Text(path, "A path");
            return;
        }

        Wrong(item, "An entry of `include`", "Write a path, or `{path: other.yaml}`.");
    }

    private void Volume(ComposeMap volume)
    {
        if (volume["driver_opts"] is not { } options)
            return;
        Map(options, "`driver_opts`", map =>
        {
            Field(map, "device", "text");
            Field(map, "o", "text");
        });
    }

    private void File(ComposeMap map) => Field(map, "file", "path");

    private void Named(ComposeMap map, string key, Action<ComposeMap> check)
    {
        if (map[key] is not { } node)
            return;
        Map(node, $"`{key}`", names =>
        {
            foreach (var value in names.Entries.Values.Select(e => e.Value).OfType<ComposeNode>().Where(v => !v.IsNothing))
                Map(value, $"An entry of `{key}`", check);
        });
    }

    private void Each(ComposeMap map, string key, Action<ComposeNode> check)
    {
        if (map[key] is not { } node)
            return;
        if (node is not ComposeList list)
        {
            Wrong(node, $"`{key}`", $"Write a list: each entry on a line of its own, with `- ` before it.");
            return;
        }

        if (!_seen.Add(list))
            return;
        foreach (var item in list.Items.Where(_seen.Add))
            check(item);
    }

    private void Map(ComposeNode node, string what, Action<ComposeMap> check)
    {
        if (node is not ComposeMap map)
            Wrong(node, what, "Write a mapping there.");
        else if (_seen.Add(map))
            check(map);
    }

    private void Field(ComposeMap map, string key, string sample)
    {
        if (map[key] is { } node and not ComposeText)
            Wrong(node, $"`{key}`", $"Write one value, such as `{key}: {sample}`.");
    }

    private void Text(ComposeNode item, string what)
    {
        if (item is not ComposeText { IsNothing: false })
            Wrong(item, what, "Write a text there.");
    }

    private void Wrong(ComposeNode node, string what, string remedy) => findings.Bad(node,
        node is ComposeText { IsNothing: false } text ? $"{what} cannot be `{Short(text.Value)}`."
            : $"{what} cannot be {node.Shape}.", remedy);

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
