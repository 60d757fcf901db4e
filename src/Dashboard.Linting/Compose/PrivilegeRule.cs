namespace Dashboard.Linting.Compose;

/// <summary>LN403: no container of the merged model is privileged, nor has a capability that comes to the same.</summary>
internal sealed class PrivilegeRule(Readings readings, ComposeFindings findings)
{
    private static readonly string[] Hooks = ["pre_start", "post_start", "pre_stop"];

    /// <summary>Looks at a service of a model.</summary>
    public void Check(string name, ComposeMap service)
    {
        CheckFlag(name, "is privileged", service);
        foreach (var hook in Hooks)
        {
            foreach (var map in service.Items(hook).OfType<ComposeMap>())
                CheckFlag(name, $"runs a privileged command at `{hook}`", map);
        }

        foreach (var capability in service.Items("cap_add").OfType<ComposeText>())
            CheckCapability(name, capability);
    }

    private void CheckFlag(string service, string what, ComposeMap map)
    {
        // Anything but a clear no counts: the meaning of `yes` or a variable depends on the version of Compose and its environment.
        if (map.Text("privileged") is { IsFalse: false } flag)
        {
            findings.ErrorOnce(LintCodes.PrivilegedContainer, flag, $"The service `{service}` {what}: it has root access to the host.",
                "Remove `privileged`, and add only the capability or device that is needed.");
        }
    }

    private void CheckCapability(string service, ComposeText capability)
    {
        if (readings.Of(capability.Value).Select(Name).FirstOrDefault(n => n is "ALL" or "SYS_ADMIN") is not { } name)
            return;
        findings.ErrorOnce(LintCodes.PrivilegedContainer, capability,
            $"The service `{service}` gets the capability {name}, which lets a container take over the host.",
            "Add only the capability that is needed, such as `NET_BIND_SERVICE`.");
    }

    private static string Name(string capability)
    {
        var name = capability.Trim().ToUpperInvariant();
        return name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name;
    }
}
