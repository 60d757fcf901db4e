using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Dashboard.Engine;
using Dashboard.Web;
using Microsoft.Extensions.Options;

namespace Dashboard.Configuration;

/// <summary>Reads the settings, and says everything that is wrong with them at once, each with its key.</summary>
internal static class Settings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Dashboard";

    private static readonly PropertyInfo[] Known =
        [.. typeof(EngineOptions).GetProperties().Where(p => p.CanWrite)];

    /// <summary>Binds <see cref="EngineOptions"/> to the configuration, with its defaults.</summary>
    /// <exception cref="OptionsValidationException">All that is wrong.</exception>
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        SettingDefaults.AddTo(builder.Configuration);
        var section = builder.Configuration.GetSection(Section);
        string[] problems = [.. section.GetChildren().Select(Problem).OfType<string>()];
        // What cannot be bound cannot be looked at any further.
        if (problems.Length == 0)
            problems = [.. Problems(section.Get<EngineOptions>()!)];
        if (string.Equals(builder.Configuration[KnownProxies.TrustEverybody], "true", StringComparison.OrdinalIgnoreCase))
        {
            problems =
            [
                .. problems,
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED: it lets everybody write any address into the record, so it is not taken. "
                + $"Remove it, and set {Section}:{nameof(EngineOptions.Proxies)} to the addresses of your proxies, such as 127.0.0.1.",
            ];
        }

        if (problems.Length > 0)
            throw new OptionsValidationException(Section, typeof(EngineOptions), problems);
        builder.Services.Configure<EngineOptions>(section).PostConfigure<EngineOptions>(Settle);
    }

    private static void Settle(EngineOptions options) =>
        (options.Data, options.Runbooks) = (Path.GetFullPath(options.Data), Path.GetFullPath(options.Runbooks));

    private static string? Problem(IConfigurationSection setting)
    {
        if (Known.FirstOrDefault(p => p.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)) is not { } property)
            return $"{setting.Path}: unknown setting. Known settings: {string.Join(", ", Known.Select(p => p.Name))}.";
        if (property.PropertyType.IsGenericType)
            return null;
        if (setting.GetChildren().Any())
            return $"{setting.Path}: it takes one value. Write {Written(property.PropertyType)}.";
        try
        {
            TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(setting.Value ?? "");
            return null;
        }
        // What converters throw differs by type.
        catch (Exception)
        {
            return $"{setting.Path}: \"{setting.Value}\" is not a {Wanted(property.PropertyType)}.";
        }
    }

    private static string Wanted(Type type) => type == typeof(TimeSpan) ? "time span; write 00:00:05 for five seconds"
        : type.IsEnum ? $"choice; write {Written(type)}"
        : "whole number";

    private static string Written(Type type) =>
        type.IsEnum ? string.Join(", ", Enum.GetNames(type)[..^1].Select(n => n.ToLowerInvariant())) + " or "
            + Enum.GetNames(type)[^1].ToLowerInvariant()
        : type == typeof(string) ? "it as one text, with commas where there are several"
        : "it as one number or time";

    private static IEnumerable<string> Problems(EngineOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), results, validateAllProperties: true);
        foreach (var result in results)
            yield return $"{Section}:{result.MemberNames.First()}: {result.ErrorMessage}";
        if (options.Runbooks.Length > 0 && !Directory.Exists(options.Runbooks))
            yield return $"{Section}:{nameof(options.Runbooks)}: there is no folder {Path.GetFullPath(options.Runbooks)}. Create it, or "
                + "name the folder with the runbooks.";
        if (options.Docker.Length > 0
            && !(Uri.TryCreate(options.Docker, UriKind.Absolute, out var docker) && docker.Scheme is "unix" or "tcp" or "http" or "https"))
            yield return $"{Section}:{nameof(options.Docker)}: \"{options.Docker}\" is not the address of a Docker engine. Write "
                + "unix:///var/run/docker.sock, or tcp://HOST:PORT.";
        if (options.Path.Length > 0 && options.PathProblem is { } folder)
            yield return $"{Section}:{nameof(options.Path)}: \"{folder}\" is not an absolute folder. Write absolute folders with colons "
                + "between, such as /opt/tools/bin:/usr/bin:/bin.";
        if (options.CheckpointWebhook.Length > 0
            && !(Uri.TryCreate(options.CheckpointWebhook, UriKind.Absolute, out var webhook) && webhook.Scheme is "http" or "https"))
            yield return $"{Section}:{nameof(options.CheckpointWebhook)}: \"{options.CheckpointWebhook}\" is not an address to post to. "
                + "Write https://HOST/PATH.";
        if (options.CheckpointSyslog.Length > 0
            && !(Uri.TryCreate(options.CheckpointSyslog, UriKind.Absolute, out var syslog)
                && (syslog.Scheme is "unix" || syslog is { Scheme: "udp", Port: > 0 })))
            yield return $"{Section}:{nameof(options.CheckpointSyslog)}: \"{options.CheckpointSyslog}\" is not a syslog address. Write "
                + "udp://HOST:514 or unix:///dev/log.";
        if (!Enum.IsDefined(options.InvitedApprover))
            yield return $"{Section}:{nameof(options.InvitedApprover)}: \"{options.InvitedApprover}\" is not a "
                + $"{Wanted(typeof(InvitedApprover))}.";
        foreach (var proxy in KnownProxies.Read(options.Proxies).Problems)
            yield return $"{Section}:{nameof(options.Proxies)}: \"{proxy}\" is neither an address nor a network. Write 127.0.0.1, or "
                + "10.1.0.0/24 with every bit after the prefix zero; several with commas between.";
        if (PathBase.Read(options.PathBase) is null)
            yield return $"{Section}:{nameof(options.PathBase)}: \"{options.PathBase}\" is not a path. Write /cutover: letters, digits and "
                + "-._~ between slashes.";
        if (options.Grace < TimeSpan.Zero)
            yield return $"{Section}:{nameof(options.Grace)}: cannot be negative.";
        if (options.Drain < TimeSpan.Zero)
            yield return $"{Section}:{nameof(options.Drain)}: cannot be negative.";
        foreach (var (name, destination) in options.Targets.Where(t => t.Value.StartsWith('-') || t.Value.Any(char.IsWhiteSpace)))
            yield return $"{Section}:{nameof(options.Targets)}:{name}: \"{destination}\" is not an SSH destination. Write user@host, or a "
                + "host of ssh_config.";
    }
}
