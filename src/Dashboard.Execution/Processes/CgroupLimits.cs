using System.Globalization;

namespace Dashboard.Execution.Processes;

/// <summary>How much of the host one step may take, as the settings say (<c>Dashboard:StepMemory</c>, <c>Dashboard:StepCpu</c>).</summary>
internal sealed class CgroupLimits(ExecutionOptions options)
{
    /// <summary>The period that the share of a processor is counted in, in microseconds: the kernel's own.</summary>
    private const long Period = 100_000;

    /// <summary>Whether there are any.</summary>
    public bool Any => options.StepMemory > 0 || options.StepCpu > 0;

    /// <summary>The controllers that keep them.</summary>
    public IEnumerable<string> Controllers
    {
        get
        {
            if (options.StepMemory > 0)
                yield return "memory";
            if (options.StepCpu > 0)
                yield return "cpu";
        }
    }

    /// <summary>What they are.</summary>
    public string Words => string.Join(", ", new[]
    {
        options.StepMemory > 0 ? string.Create(CultureInfo.InvariantCulture, $"memory at most {options.StepMemory} bytes") : null,
        options.StepCpu > 0 ? string.Create(CultureInfo.InvariantCulture, $"at most {options.StepCpu} % of one processor") : null,
    }.OfType<string>());

    /// <summary>Sets them.</summary>
    /// <param name="folder">The attempt's cgroup.</param>
    /// <returns>Why they could not be set; null when they are.</returns>
    public string? Set(string folder)
    {
        try
        {
            if (options.StepMemory > 0)
            {
                CgroupFiles.Write(folder, "memory.max", options.StepMemory.ToString(CultureInfo.InvariantCulture));
                // All of the step goes when it takes too much, not some process of it while the rest goes on.
                CgroupFiles.Write(folder, "memory.oom.group", "1");
            }

            if (options.StepCpu > 0)
                CgroupFiles.Write(folder, "cpu.max",
                    string.Create(CultureInfo.InvariantCulture, $"{options.StepCpu * Period / 100} {Period}"));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"no limits: {e.Message}";
        }
    }
}
