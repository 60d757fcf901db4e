using Dashboard.Engine;
using Microsoft.Extensions.Configuration.Memory;

namespace Dashboard.Configuration;

/// <summary>What holds where nothing was set: one command starts the product on any machine.</summary>
internal static class SettingDefaults
{
    /// <summary>The address it listens on: loopback, so that nobody else reaches it before somebody decides so.</summary>
    public const string Address = "http://127.0.0.1:5080";

    private static readonly string[] Addresses = ["urls", "http_ports", "https_ports"];

    /// <summary>Puts the defaults beneath everything else that is configured.</summary>
    public static void AddTo(ConfigurationManager configuration)
    {
        var defaults = new Dictionary<string, string?>
        {
            [$"{Settings.Section}:{nameof(EngineOptions.Data)}"] = Path.Combine(UserData(), "cutover-dashboard"),
            [$"{Settings.Section}:{nameof(EngineOptions.Runbooks)}"] = NearestRunbooks() ?? Path.GetFullPath("runbooks"),
        };
        if (Addresses.All(a => string.IsNullOrEmpty(configuration[a])) && !configuration.GetSection("Kestrel:Endpoints").Exists())
            defaults["urls"] = Address;
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }

    // XDG base directories; SpecialFolder.LocalApplicationData would be empty where the folder does not exist yet.
    private static string UserData() =>
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data)
            ? data
            : Path.Combine(Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? home : "/var/lib", ".local", "share");

    private static string? NearestRunbooks() =>
        new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }
            .SelectMany(Above)
            .Select(folder => Path.Combine(folder, "runbooks"))
            .FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
