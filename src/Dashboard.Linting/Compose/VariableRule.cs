using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Compose;

/// <summary>LN402: where a Compose file uses a required input, it refuses to render when the input is not set.</summary>
internal sealed class VariableRule(Runbook runbook, ComposeFindings findings)
{
    private readonly ImmutableHashSet<string> _required = [.. runbook.Inputs.Where(i => i.Required).Select(i => i.Name)];

    /// <summary>Looks at every value of a file.</summary>
    public void Check(ComposeFile file)
    {
        foreach (var text in file.Texts.Where(t => t.Value.Contains('$', StringComparison.Ordinal)))
        {
            var source = new SourceCursor(file.Text, text);
            foreach (var use in Variables.All(text.Value))
            {
                var at = source.Next(use.Token);
                if (use.IsRequired || !_required.Contains(use.Name))
                    continue;
                findings.Error(LintCodes.VariableMayBeEmpty, file.Path, at,
                    $"`{Shown(use)}` renders even if {use.Name} is not set, but the runbook requires it.",
                    $"Write `${{{use.Name}:?set {use.Name}}}`: Compose then refuses to render without it.");
            }
        }
    }

    private static string Shown(VariableUse use) => use.Token + (use.Operator == ' ' ? "" : $"…{use.Operator}…")
        + (use.Token.StartsWith("${", StringComparison.Ordinal) ? "}" : "");

    /// <summary>
    /// Finds the variables of a value again in the file's text, where quotes, escapes and folded lines have shifted them.
    /// </summary>
    private sealed class SourceCursor(string text, ComposeText value)
    {
        private int _offset = value.From;
        private int _line = value.At.Line;
        private int _column = value.At.Column;

        /// <summary>The place of the next use that begins like this; the value's place when it is written with escapes.</summary>
        public SourceLocation Next(string token)
        {
            for (var from = _offset; from >= 0 && from < value.To && value.To <= text.Length;)
            {
                var found = text.IndexOf(token, from, value.To - from, StringComparison.Ordinal);
                if (found < 0)
                    break;
                if (!IsEscaped(found))
                {
                    MoveTo(found);
                    var place = new SourceLocation(_line, _column);
                    MoveTo(found + 1);
                    return place;
                }

                from = found + 1;
            }

            // Escapes hide this one. Looking for each of the rest would take time without bound.
            _offset = value.To;
            return value.At;
        }

        private bool IsEscaped(int at)
        {
            var dollars = 0;
            while (at - dollars > value.From && text[at - dollars - 1] == '$')
                dollars++;
            return dollars % 2 == 1;
        }

        private void MoveTo(int offset)
        {
            for (; _offset < offset; _offset++)
                (_line, _column) = text[_offset] == '\n' ? (_line + 1, 1) : (_line, _column + 1);
        }
    }
}
