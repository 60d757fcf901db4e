using System.Net;
using Dashboard.Engine;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Dashboard.Web;

/// <summary>
/// Takes the word of known proxies, and of nobody else, for where a request comes from, whether it came by TLS, and which host it was sent
/// to. Without any, forwarded headers are ignored: everybody can write them.
/// </summary>
internal static class KnownProxies
{
    /// <summary>The switch of ASP.NET Core that trusts every sender of forwarded headers.</summary>
    public const string TrustEverybody = "ForwardedHeaders_Enabled";

    private const char Network = '/';

    /// <summary>The addresses and networks of a setting, and what in it is neither.</summary>
    public static (IReadOnlyList<IPNetwork> Networks, IReadOnlyList<string> Problems) Read(string setting)
    {
        var (networks, problems) = (new List<IPNetwork>(), new List<string>());
        foreach (var part in setting.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!part.Contains(Network, StringComparison.Ordinal) && IPAddress.TryParse(part, out var address) && IsPlain(part, address))
                networks.Add(new(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(part, out var network) && network.PrefixLength > 0)
                networks.Add(network);
            else
                problems.Add(part);
        }

        return (networks, problems);
    }

    /// <summary>
    /// Adds the look at forwarded headers, where the settings name proxies. First of all: everything after it goes by the address.
    /// </summary>
    public static IApplicationBuilder UseKnownProxies(this IApplicationBuilder app, EngineOptions options)
    {
        var (networks, _) = Read(options.Proxies);
        if (networks.Count == 0)
            return app;
        var headers = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // From the last proxy back, and no further than there are proxies: what a client wrote itself lies beyond.
            ForwardLimit = options.ProxyHops,
        };
        headers.KnownIPNetworks.Clear();
        headers.KnownProxies.Clear();
        foreach (var network in networks)
            headers.KnownIPNetworks.Add(network);
        return app.UseForwardedHeaders(headers);
    }

    // "10.1" and "0x7f000001" are addresses to a resolver; in a setting they are mistakes.
    private static bool IsPlain(string text, IPAddress address) =>
        address.ToString().Equals(text, StringComparison.OrdinalIgnoreCase) || text.Contains(':', StringComparison.Ordinal);
}
