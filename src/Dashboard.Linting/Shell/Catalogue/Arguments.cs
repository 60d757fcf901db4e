using System.Collections.Immutable;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>A command's arguments, split into options and operands.</summary>
internal sealed class Arguments
{
    private Arguments(ImmutableArray<string> options, ImmutableArray<string> operands,
        ImmutableArray<(string Name, string Value)> values) =>
        (Options, Operands, Values) = (options, operands, values);

    /// <summary>
    /// The options without their values: <c>-rf</c> is kept as written, <c>--name=value</c> becomes <c>--name</c>, and <c>-XPOST</c>
    /// becomes <c>-X</c>.
    /// </summary>
    public ImmutableArray<string> Options { get; }

    /// <summary>Arguments that are neither options nor values of options.</summary>
    public ImmutableArray<string> Operands { get; }

    /// <summary>The values of options that have one.</summary>
    public ImmutableArray<(string Name, string Value)> Values { get; }

    /// <summary>Splits arguments.</summary>
    /// <param name="fields">The arguments.</param>
    /// <param name="withValue">Options with a value: the next argument, the text after <c>=</c>, or the text after the letter.</param>
    /// <param name="stopAtOperand">Whether everything after the first operand is an operand.</param>
    public static Arguments Of(ReadOnlySpan<string> fields, IReadOnlyCollection<string> withValue, bool stopAtOperand = false)
    {
        var options = ImmutableArray.CreateBuilder<string>();
        var operands = ImmutableArray.CreateBuilder<string>();
        var values = ImmutableArray.CreateBuilder<(string, string)>();
        for (var i = 0; i < fields.Length; i++)
        {
            var field = SymbolicText.Plain(fields[i]);
            if (field == "--")
            {
                operands.AddRange(fields[(i + 1)..]);
                break;
            }

            if (field.Length < 2 || field[0] is not '-' and not '+')
            {
                operands.Add(field);
                if (stopAtOperand)
                {
                    operands.AddRange(fields[(i + 1)..]);
                    break;
                }

                continue;
            }

            var equals = field.StartsWith("--", StringComparison.Ordinal) ? field.IndexOf('=', StringComparison.Ordinal) : -1;
            var name = equals > 0 ? field[..equals] : field;
            options.Add(name);
            if (equals > 0)
                values.Add((name, field[(equals + 1)..]));
            else if (withValue.Contains(name) && i + 1 < fields.Length)
                values.Add((name, fields[++i]));
            else if (field[0] == '-' && field[1] != '-' && Letter(field, withValue) is var at and > 0)
            {
                values.Add(("-" + field[at], at + 1 < field.Length ? field[(at + 1)..] : i + 1 < fields.Length ? fields[++i] : ""));
                options[^1] = field[..(at + 1)];
            }
        }

        return new(options.ToImmutable(), operands.ToImmutable(), values.ToImmutable());
    }

    /// <summary>The position of the first letter with a value in combined letters (<c>-qO-</c>); 0 for none.</summary>
    private static int Letter(string letters, IReadOnlyCollection<string> withValue)
    {
        for (var at = 1; at < letters.Length && char.IsAsciiLetterOrDigit(letters[at]); at++)
        {
            if (withValue.Contains("-" + letters[at]))
                return at;
        }

        return 0;
    }

    /// <summary>Whether one of these options is given: a long one by name, a letter also combined with others (<c>-rf</c>).</summary>
    public bool Has(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var option in Options)
            {
                if (option == name || (name.Length == 2 && option.Length > 1 && option[0] == '-' && option[1] != '-'
                    && option.AsSpan(1).Contains(name[1])))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The last value of any of these options; null for none.</summary>
    public string? Value(params ReadOnlySpan<string> names)
    {
        for (var i = Values.Length - 1; i >= 0; i--)
        {
            if (names.Contains(Values[i].Name))
                return Values[i].Value;
        }

        return null;
    }
}
