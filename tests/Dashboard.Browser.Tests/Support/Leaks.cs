using System.Text;
using Dashboard.Testing;

namespace Dashboard.Browser.Tests.Support;

/// <summary>
/// Looks for the CA key wherever the product could have left it: the whole data folder, what the server printed, and the page.
/// </summary>
internal sealed class Leaks(DashboardProcess server, RehearsalPlatform platform)
{
    /// <summary>
    /// No byte of the key is anywhere. That it would be found is shown too: the fingerprint, which may be seen, is found in the same way
    /// in the database, on the page, and wherever else it is said to be.
    /// </summary>
    public async Task NoneAsync(Person person, params string[] alsoBelow)
    {
        var lines = platform.KeyLines;
        lines.Length.ShouldBeGreaterThan(3);
        var places = await PlacesAsync(person);
        var fingerprint = (await platform.ShellAsync($"ssh-keygen -lf ${RehearsalPlatform.KeyVariable} | cut -d ' ' -f 2")).Trim();
        foreach (var place in (string[])["the page", "dashboard.db", .. alsoBelow])
            Where(places, fingerprint).ShouldContain(p => p.StartsWith(place, StringComparison.Ordinal), place);
        foreach (var line in lines)
            Where(places, line).ShouldBeEmpty();
    }

    private static string[] Where(IEnumerable<(string Name, string Text)> places, string text) =>
        [.. places.Where(p => p.Text.Contains(text, StringComparison.Ordinal)).Select(p => p.Name)];

    private async Task<(string Name, string Text)[]> PlacesAsync(Person person) =>
    [
        ("the page", await person.Page.ContentAsync()),
        ("the server's log", server.Log),
        .. Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))
            .Select(f => (Path.GetRelativePath(server.Data, f), Encoding.Latin1.GetString(File.ReadAllBytes(f)))),
    ];
}
