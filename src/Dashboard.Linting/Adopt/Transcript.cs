using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dashboard.Linting.Adopt;

/// <summary>What was typed at prompts, and what came back.</summary>
/// <param name="Commands">The commands without their prompts, line by line.</param>
/// <param name="Output">What stays as a listing: the lines between them; the whole session when its prompts say where it was typed.</param>
/// <param name="Place">Where it was typed, such as <c>root@db1</c>; null when the prompts do not say.</param>
internal sealed partial record Transcript(ImmutableArray<string> Commands, ImmutableArray<string> Output, string? Place)
{
    /// <summary>
    /// Reads, for example:
    /// <code>
    /// $ systemctl is-active api
    /// active
    /// [root@db1 ~]# df -h \
    /// &gt;   /srv
    /// </code>
    /// </summary>
    /// <returns>Null when no line has a prompt.</returns>
    public static Transcript? Read(ImmutableArray<string> lines, bool isSession)
    {
        // A line of a script that begins with # is a comment: only a session without other prompts has root's.
        var prompt = lines.Any(l => Dollar().IsMatch(l)) ? Dollar()
            : isSession && lines.FirstOrDefault(l => l.Trim().Length > 0) is { } first && Root().IsMatch(first) ? Root()
            : null;
        if (prompt is null)
            return null;
        var (commands, output) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        var (goesOn, until, place) = (false, (string?)null, (string?)null);
        foreach (var line in lines)
        {
            if (until is not null)
            {
                var text = Continued().Replace(line, "", 1);
                commands.Add(text);
                until = text.Trim() == until ? null : until;
            }
            else if (goesOn)
            {
                Command(Continued().Replace(line, "", 1));
            }
            else if (prompt.Match(line) is { Success: true } typed)
            {
                place ??= Host().Match(typed.Value) is { Success: true } host ? host.Value : null;
                Command(line[typed.Length..]);
            }
            else
            {
                output.Add(line);
            }
        }

        return new(commands.ToImmutable(), Trimmed(place is null ? output : lines), place);

        void Command(string text)
        {
            commands.Add(text);
            goesOn = text.EndsWith('\\');
            until = Here().Match(text) is { Success: true } here ? here.Groups[1].Value : null;
        }
    }

    private static ImmutableArray<string> Trimmed(IReadOnlyList<string> lines)
    {
        var (from, to) = (0, lines.Count);
        while (from < to && string.IsNullOrWhiteSpace(lines[from]))
            from++;
        while (to > from && string.IsNullOrWhiteSpace(lines[to - 1]))
            to--;
        return [.. lines.Skip(from).Take(to - from)];
    }

    // $ , ada@db1:~$ , [root@db1 ~]# , db1$ , sh-5.1# ; not $HOME or $(date).
    [GeneratedRegex(@"\A\s*(?:(?:\[?[\w.-]+@[\w.-]+(?:[: ][^\]$#%>]*)?\]?\s?[$#%])|(?:[a-z][\w.-]*)?\$|[a-z]+-[\d.]+#)[ \t]+(?=\S)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Dollar();

    [GeneratedRegex(@"[\w.-]+@[\w.-]+|[a-z][\w-]*(?=\$)", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"\A\s*#[ \t]+(?=[a-z./])", RegexOptions.CultureInvariant)]
    private static partial Regex Root();

    [GeneratedRegex(@"\A\s*>[ \t]?", RegexOptions.CultureInvariant)]
    private static partial Regex Continued();

    [GeneratedRegex(@"(?<!<)<<-?\s*['""]?(\w+)['""]?", RegexOptions.CultureInvariant)]
    private static partial Regex Here();
}
