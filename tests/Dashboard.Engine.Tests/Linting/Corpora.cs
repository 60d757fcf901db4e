using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>Scripts that lie in text files beside the tests, with a line <c>%%</c> between.</summary>
internal static class Corpora
{
    public static IEnumerable<string> Read(string name, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Corpora", name)).Split("\n%%\n").Select(s => s.TrimEnd('\n') + "\n");

    /// <summary>Entries that begin with a comment which names a rule: <c># LN303</c>.</summary>
    public static TheoryData<string, string> ByRule(string name, [CallerFilePath] string here = "")
    {
        var data = new TheoryData<string, string>();
        foreach (var script in Read(name, here))
            data.Add(script.Split('\n', 2)[0].TrimStart('#', ' '), script);
        return data;
    }
}
