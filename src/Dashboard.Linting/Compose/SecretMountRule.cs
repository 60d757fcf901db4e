namespace Dashboard.Linting.Compose;

/// <summary>LN401: in the merged model, what mounts a secret mounts it read-only.</summary>
internal sealed class SecretMountRule(SecretSources secrets, ComposeFindings findings)
{
    /// <summary>Looks at a service of a model.</summary>
    public void Check(string name, ComposeMap service, IEnumerable<ServiceMount> mounts, ComposeMap model)
    {
        foreach (var mount in mounts)
            CheckMount(name, mount);
        foreach (var grant in Last(service.Items("secrets"), "/run/secrets"))
            CheckGrant(name, grant);
        foreach (var grant in Last(service.Items("configs"), "").Where(g => IsSecretConfig(g, model)))
            CheckGrant(name, grant);
    }

    private void CheckMount(string service, ServiceMount mount)
    {
        if (!mount.Readings.Any(secrets.IsSecret) || mount.Readings.Where(secrets.IsSecret).All(m => m.ReadOnly))
            return;
        var (at, remedy) = Culprit(mount.Entry);
        var replaced = mount.Replaced is { } earlier && Mount.Read(earlier) is { ReadOnly: true }
            ? $" It replaces the read-only mount of {earlier.File}, line {earlier.At.Line}, completely."
            : "";
        findings.ErrorOnce(LintCodes.WritableSecretMount, at,
            $"The service `{service}` mounts a secret at `{mount.Written.Target}`, but not read-only.{replaced}", remedy);
    }

    private static (ComposeNode At, string Remedy) Culprit(ComposeNode entry) => entry switch
    {
        ComposeMap map when map.Text("read_only") is { IsTrue: true } && map.Map("bind")?["recursive"] is { } recursive =>
            (recursive, "Remove `recursive`: mounts below the source are then read-only too."),
        ComposeMap map when map["read_only"] is { } written =>
            (written, "Write `read_only: true`: a plain `true`, without quotes, tag or variable."),
        ComposeMap => (entry, "Add `read_only: true` to the mount."),
        _ => (entry, "Add `:ro` at the end: `/path/of/key:/run/secrets/key:ro`."),
    };

    /// <summary>
    /// Checks an entry of <c>secrets</c> or <c>configs</c>. Compose mounts those read-only; only a mode with a write bit spoils that.
    /// </summary>
    private void CheckGrant(string service, ComposeNode grant)
    {
        if ((grant as ComposeMap)?["mode"] is not ComposeText mode)
            return;
        var bits = FileMode.Read(mode);
        if (bits is { } known && !FileMode.AllowsWriting(known))
            return;
        var meaning = bits is { } octal ? $"which is 0{Convert.ToString(octal, 8)} and allows writing" : "which may allow writing";
        findings.ErrorOnce(LintCodes.WritableSecretMount, mode,
            $"The service `{service}` gets a secret with the mode `{mode.Value}`, {meaning}.", "Write `mode: 0400`, or remove the mode.");
    }

    private bool IsSecretConfig(ComposeNode grant, ComposeMap model)
    {
        var source = grant is ComposeMap map ? map.Text("source")?.Value : (grant as ComposeText)?.Value;
        var file = source is null ? null : model.Map("configs")?.Map(source)?.Text("file")?.Value;
        return SecretSources.IsSecretTarget(Target(grant, "")) || (file is not null && secrets.IsSecretFile(file));
    }

    /// <summary>The entries that are left when later ones have replaced earlier ones with the same target.</summary>
    private static IEnumerable<ComposeNode> Last(IEnumerable<ComposeNode> grants, string folder) =>
        grants.GroupBy(g => Target(g, folder), StringComparer.Ordinal).Select(g => g.Last());

    private static string Target(ComposeNode grant, string folder) => ComposePath.Clean(grant switch
    {
        ComposeMap map when map.Text("target") is { } target => target.Value.StartsWith('/') ? target.Value : $"{folder}/{target.Value}",
        ComposeMap map => $"{folder}/{map.Text("source")?.Value}",
        ComposeText text => $"{folder}/{text.Value}",
        _ => "",
    });
}
