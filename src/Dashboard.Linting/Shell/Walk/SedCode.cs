namespace Dashboard.Linting.Shell.Walk;

/// <summary>
/// Reads a script of sed (GNU's) for its commands <c>e</c>, <c>w</c> and <c>W</c>, and the flags of <c>s</c> of the same names.
/// </summary>
internal static class SedCode
{
    /// <summary>What the program runs and writes.</summary>
    public static IEnumerable<FilterAction> Of(string script)
    {
        var at = 0;
        while (at < script.Length)
        {
            SkipAddress(script, ref at);
            if (at >= script.Length)
                break;
            var command = script[at++];
            switch (command)
            {
                case 's':
                    var delimiter = at < script.Length ? script[at++] : '/';
                    SkipPart(script, ref at, delimiter);
                    SkipPart(script, ref at, delimiter);
                    while (at < script.Length && script[at] is not (';' or '}' or '\n' or '#') and var flag)
                    {
                        at++;
                        if (flag == 'e')
                            yield return new(Runs: true, null);
                        else if (flag == 'w')
                            yield return new(Runs: false, Line(script, ref at));
                    }

                    break;
                case 'y':
                    var end = at < script.Length ? script[at++] : '/';
                    SkipPart(script, ref at, end);
                    SkipPart(script, ref at, end);
                    break;
                case 'e':
                    // Without an argument, `e` runs the lines it reads.
                    yield return new(Runs: true, Line(script, ref at) is { Length: > 0 } line ? line : null);
                    break;
                case 'w' or 'W':
                    yield return new(Runs: false, Line(script, ref at));
                    break;
                case 'a' or 'i' or 'c' or 'r' or 'R' or ':' or '#' or 'b' or 't' or 'T':
                    while (at < script.Length && script[at] != '\n' && !(command is 'b' or 't' or 'T' or ':' && script[at] is ';' or '}'))
                        at += script[at] == '\\' ? 2 : 1;
                    break;
            }
        }
    }

    /// <summary>
    /// Skips what stands before a command: blanks, <c>12,$</c>, <c>/re/I</c>, <c>\,re,</c>, <c>1~2</c>, <c>!</c>, braces.
    /// </summary>
    private static void SkipAddress(string script, ref int at)
    {
        while (at < script.Length)
        {
            var c = script[at];
            if (c == '/' || (c == '\\' && at + 1 < script.Length))
            {
                at += c == '/' ? 1 : 2;
                SkipPart(script, ref at, c == '/' ? '/' : script[at - 1]);
                while (at < script.Length && script[at] is 'I' or 'M')
                    at++;
            }
            else if (char.IsWhiteSpace(c) || char.IsAsciiDigit(c) || c is ';' or ',' or '$' or '!' or '~' or '+' or '{' or '}')
            {
                at++;
            }
            else
            {
                return;
            }
        }
    }

    private static void SkipPart(string script, ref int at, char delimiter)
    {
        while (at < script.Length && script[at] != delimiter)
            at += script[at] == '\\' ? 2 : 1;
        at = Math.Min(at + 1, script.Length);
    }

    private static string Line(string script, ref int at)
    {
        var start = Math.Min(at, script.Length);
        at = script.IndexOf('\n', start) is var end and >= 0 ? end : script.Length;
        return script[start..at].Trim();
    }
}
