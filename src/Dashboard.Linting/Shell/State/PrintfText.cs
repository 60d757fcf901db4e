using System.Text;

namespace Dashboard.Linting.Shell.State;

/// <summary>The output of <c>printf</c>, simplified: arguments replace <c>%s</c> and other conversions.</summary>
internal static class PrintfText
{
    /// <summary>The text. The format is reused until all arguments are consumed.</summary>
    public static string Of(string format, IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder();
        var next = 0;
        do
        {
            var before = next;
            for (var i = 0; i < format.Length; i++)
            {
                if (format[i] != '%' || i + 1 == format.Length)
                {
                    text.Append(format[i]);
                    continue;
                }

                if (format[++i] == '%')
                {
                    text.Append('%');
                    continue;
                }

                while (i < format.Length && !char.IsAsciiLetter(format[i]))
                    i++;
                text.Append(next < arguments.Count ? SymbolicText.Plain(arguments[next++]) : "");
            }

            if (next == before)
                break;
        }
        while (next < arguments.Count && text.Length < 10_000);
        return text.ToString();
    }
}
