using System.Globalization;
using Dashboard.Core.Runbooks.Checks;
using Dashboard.Execution.Containers;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Dashboard.Execution.Checks;

/// <summary>Looks at a container by the Docker API. Of its environment it reads names only; no value is shown or kept.</summary>
internal sealed class ContainerCheckRunner(DockerEngine engine) : CheckRunner<ContainerCheck>("container")
{
    /// <inheritdoc/>
    protected override bool LooksAtHost => true;

    /// <inheritdoc/>
    protected override async Task<string?> LookAsync(ContainerCheck check, StepExecution execution, CheckReport report,
        CancellationToken stop)
    {
        ContainerInspectResponse found;
        try
        {
            found = await engine.Client.Containers.InspectContainerAsync(check.Name, stop);
        }
        catch (DockerContainerNotFoundException)
        {
            report.Fail("container", check.Name, "none of that name");
            return null;
        }
        catch (Exception e) when (DockerEngine.IsFailure(e))
        {
            return engine.Words(e);
        }

        report.Add("container", true, check.Name, check.Name);
        if (check.State is { } state)
            report.Equal("state", state, found.State?.Status);
        if (check.Health is { } health)
            report.Equal("health", health, found.State?.Health?.Status ?? "none");
        if (check.Image is { } image)
            report.Equal("image", image, found.Image == image ? image : found.Config?.Image);
        if (check.MaxRestarts is { } most)
            report.Add("restarts", found.RestartCount <= most, $"at most {Number(most)}", Number(found.RestartCount));
        foreach (var mount in check.Mounts)
            Compare(mount, found.Mounts?.FirstOrDefault(m => m.Destination == mount.Target), report);
        var names = (found.Config?.Env ?? []).Select(e => e.Split('=', 2)[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in check.Env)
            report.Equal($"env {name}", "set", names.Contains(name) ? "set" : "not set");
        return null;
    }

    private static void Compare(ExpectedMount expected, MountPoint? found, CheckReport report)
    {
        var label = $"mount {expected.Target}";
        if (found is null)
        {
            report.Fail(label, "a mount", "none there");
            return;
        }

        if (expected.ReadOnly is { } readOnly)
            report.Equal(label, Words(readOnly), Words(!found.RW));
        else
            report.Add(label, true, "a mount", "a mount");
        if (expected.Source is { } source)
            report.Equal($"{label} source", source, found.Name == source ? source : found.Source);
    }

    private static string Words(bool readOnly) => readOnly ? "read-only" : "writable";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
