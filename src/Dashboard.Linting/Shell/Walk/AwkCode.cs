using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>
/// Reads an awk program for what it runs (<c>system(…)</c>, pipes) and writes (<c>print &gt; file</c>). The program is split into strings,
/// words and signs only. That is enough to tell a comparison from a redirection: after <c>print</c>, a <c>&gt;</c> outside parentheses is a
/// redirection.
/// </summary>
internal static class AwkCode
{
    /// <summary>What the program runs and writes.</summary>
    public static IEnumerable<FilterAction> Of(string program)
    {
        var tokens = Tokens(program);
        var (prints, depth) = (false, 0);
        for (var i = 0; i < tokens.Count; i++)
        {
            switch (tokens[i])
            {
                case "print" or "printf":
                    (prints, depth) = (true, 0);
                    break;
                case ";" or "\n" or "{" or "}":
                    prints = false;
                    break;
                case "(" or "[":
                    depth++;
                    break;
                case ")" or "]":
                    depth--;
                    break;
                case "system" when Next(tokens, i) == "(":
                    yield return new(Runs: true, Next(tokens, i + 2) == ")" ? Text(Next(tokens, i + 1)) : null);
                    break;
                case "|" or "|&" when Next(tokens, i) == "getline":
                    yield return new(Runs: true, i > 0 && (i == 1 || tokens[i - 2] is "(" or "{" or ";" or "\n" or "&&" or "||")
                        ? Text(tokens[i - 1]) : null);
                    break;
                case "|" or "|&":
                    yield return new(Runs: true, Ends(tokens, i + 2) ? Text(Next(tokens, i)) : null);
                    break;
                case ">" or ">>" when prints && depth <= 0:
                    yield return new(Runs: false, Ends(tokens, i + 2) ? Text(Next(tokens, i)) : null);
                    break;
                case "@":
                    // `@load`, `@include`, and indirect function calls.
                    yield return new(Runs: true, null);
                    break;
            }
        }
    }

    private static string Next(List<string> tokens, int i) => i + 1 < tokens.Count ? tokens[i + 1] : "";

    private static bool Ends(List<string> tokens, int i) => i >= tokens.Count || tokens[i] is ";" or "\n" or "}";

    private static string? Text(string token) => token.StartsWith('"') ? ShellEscapes.Decode(token[1..]) : null;

    /// <summary>A string is a token that begins with a quotation mark; a regular expression is the token `/`.</summary>
    private static List<string> Tokens(string program)
    {
        var tokens = new List<string>();
        for (var i = 0; i < program.Length; i++)
        {
            var c = program[i];
            if (c is '"' || (c == '/' && MayBeginExpression(tokens)))
            {
                var start = i++;
                while (i < program.Length && program[i] != c && program[i] != '\n')
                    i += program[i] == '\\' ? 2 : 1;
                tokens.Add(c == '"' ? program[start..Math.Min(i, program.Length)] : "/");
            }
            else if (c == '#')
            {
                i = program.IndexOf('\n', i) is var end and >= 0 ? end - 1 : program.Length;
            }
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                var start = i;
                while (i + 1 < program.Length && (char.IsAsciiLetterOrDigit(program[i + 1]) || program[i + 1] == '_'))
                    i++;
                tokens.Add(program[start..(i + 1)]);
            }
            else if (c is '|' or '>' or '&' && i + 1 < program.Length && (program[i + 1] == c || (c == '|' && program[i + 1] == '&')))
            {
                tokens.Add(program.Substring(i++, 2));
            }
            else if (c == '\n' || !char.IsWhiteSpace(c))
            {
                tokens.Add(c.ToString());
            }
        }

        return tokens;
    }

    // After a value, a slash is a division.
    private static bool MayBeginExpression(List<string> tokens) =>
        tokens.Count == 0 || !(tokens[^1] is ")" or "]" || tokens[^1].StartsWith('"') || char.IsAsciiLetterOrDigit(tokens[^1][^1]))
            || tokens[^1] is "return" or "print";
}
