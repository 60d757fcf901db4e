using System.Collections.Frozen;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Dashboard.Shared.Rendering;

/// <summary>
/// Colours listings in the languages that runbooks are full of: comments, texts, names, words and numbers. It reads no grammar: what it
/// does not know stays plain, and no character is changed.
/// </summary>
internal static partial class CodeHighlighter
{
    // Longer ones are data, and nobody reads those for their colours.
    private const int MaxLength = 20_000;

    // The names of groups below are those of the classes, md-code-comment and so on.
    private static readonly string[] Kinds = ["comment", "text", "name", "word", "number"];

    private static readonly FrozenDictionary<string, Regex> Languages = new Dictionary<string, Regex>
    {
        ["bash"] = Shell(),
        ["sh"] = Shell(),
        ["shell"] = Shell(),
        ["console"] = Shell(),
        ["zsh"] = Shell(),
        ["yaml"] = Yaml(),
        ["yml"] = Yaml(),
        ["json"] = Json(),
        ["jsonc"] = Json(),
        ["sql"] = Sql(),
        ["pgsql"] = Sql(),
        ["mysql"] = Sql(),
        ["postgresql"] = Sql(),
        ["python"] = Python(),
        ["py"] = Python(),
        ["powershell"] = PowerShell(),
        ["pwsh"] = PowerShell(),
        ["ps1"] = PowerShell(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Colours a listing, when its language is known.</summary>
    public static void Highlight(IElement pre)
    {
        if (pre.FirstElementChild is not { LocalName: "code" } code || code.ChildNodes is not [IText text] || text.Length > MaxLength
            || Language(code) is not { } language)
            return;
        var (owner, nodes, from) = (code.Owner!, new List<INode>(), 0);
        foreach (Match match in language.Matches(text.Data))
        {
            if (match.Length == 0 || Kinds.FirstOrDefault(k => match.Groups[k].Success) is not { } kind)
                continue;
            nodes.Add(owner.CreateTextNode(text.Data[from..match.Index]));
            var span = owner.CreateElement("span");
            span.ClassName = "md-code-" + kind;
            span.TextContent = match.Value;
            nodes.Add(span);
            from = match.Index + match.Length;
        }

        nodes.Add(owner.CreateTextNode(text.Data[from..]));
        text.Replace([.. nodes]);
    }

    // Classes may have been looked at already, and have their own names then.
    private static Regex? Language(IElement code) => code.ClassList
        .Select(c => c.StartsWith("md-", StringComparison.Ordinal) ? c[3..] : c)
        .Where(c => c.StartsWith("language-", StringComparison.Ordinal))
        .Select(c => Languages.GetValueOrDefault(c["language-".Length..]))
        .FirstOrDefault(l => l is not null);

    [GeneratedRegex("""
        (?<comment>(?<![^\s;|&(])\#[^\n]*)
        |(?<text>"(?:\\[\s\S]|[^"\\])*"|'[^']*')
        |(?<name>\$\{?[A-Za-z_][A-Za-z0-9_]*\}?|\$[0-9@*\#?$!-])
        |(?<word>(?<![\w./-])(?:if|then|else|elif|fi|for|in|while|until|do|done|case|esac|function
            |return|exit|set|export|local|readonly|trap)(?![\w./-]))
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Shell();

    [GeneratedRegex("""
        (?<comment>(?<!\S)\#[^\n]*)
        |(?<text>"(?:\\[\s\S]|[^"\\])*"|(?<!\w)'[^']*')
        |(?<name>(?<=^[ \t-]*)[A-Za-z0-9_./-]+(?=[ ]*:(?:\s|\z)))
        |(?<word>(?<=:[ ]|-[ ])(?:true|false|null|yes|no|on|off)(?=\s|\z))
        |(?<number>(?<=:[ ]|-[ ])-?[0-9]+(?:\.[0-9]+)?(?=\s|\z))
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline)]
    private static partial Regex Yaml();

    [GeneratedRegex("""
        (?<comment>//[^\n]*)
        |(?<name>"(?:\\[\s\S]|[^"\\])*"(?=[ ]*:))
        |(?<text>"(?:\\[\s\S]|[^"\\])*")
        |(?<word>\b(?:true|false|null)\b)
        |(?<number>(?<![\w.])-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Json();

    [GeneratedRegex("""
        (?<comment>--[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
        |(?<text>'[^']*')
        |(?<word>\b(?:select|from|where|and|or|not|in|is|null|as|on|join|left|right|inner|outer|group|order|by|having|limit|insert|into
            |values|update|set|delete|create|alter|drop|truncate|table|index|view|database|schema|user|role|grant|revoke|to|begin|commit
            |rollback|with|case|when|then|else|end|union|all|distinct|exists|like|between|primary|key|references|default|true|false
            |analyze|vacuum
            |explain|show|lock|unique|constraint|add|column|if|returning|using)\b)
        |(?<number>(?<![\w.])[0-9]+(?:\.[0-9]+)?)
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex Sql();

    [GeneratedRegex("""
        (?<comment>\#[^\n]*)
        |(?<text>\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3}|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*')
        |(?<name>@[A-Za-z_][\w.]*)
        |(?<word>(?<![\w.])(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in
            |is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False)(?!\w))
        |(?<number>(?<![\w.])(?:0x[0-9a-fA-F]+|[0-9]+(?:\.[0-9]+)?))
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Python();

    [GeneratedRegex("""
        (?<comment><\#[\s\S]*?\#>|\#[^\n]*)
        |(?<text>"(?:`[\s\S]|[^"`])*"|'[^']*')
        |(?<name>\$(?:\{[^}\n]*\}|[A-Za-z_][\w:]*))
        |(?<word>(?<![\w.$-])(?:if|elseif|else|switch|foreach|for|while|do|until|in|function|param|return|exit|throw|try|catch|finally|break
            |continue|begin|process|end|filter|class|using)(?![\w-]))
        |(?<number>(?<![\w.-])[0-9]+(?:\.[0-9]+)?(?![\w.]))
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex PowerShell();
}
