using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dashboard.Execution.Secrets.Formats;

/// <summary>
/// Reads YAML event by event, so that aliases cost nothing: every scalar that is no key, or a secret as a key. What stands before an error
/// still counts.
/// </summary>
internal static class YamlValues
{
    public static void Read(string text, IValueSink sink)
    {
        // For each open collection: whether it is a mapping, and the key whose value comes next.
        var open = new Stack<(bool Mapping, string? Key, bool KeyIsNext)>();
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case MappingStart:
                        open.Push((true, null, true));
                        break;
                    case SequenceStart:
                        open.Push((false, open.TryPeek(out var around) ? around.Key : null, false));
                        break;
                    case MappingEnd or SequenceEnd:
                        open.Pop();
                        Pass(null);
                        break;
                    case Scalar scalar when open.TryPeek(out var map) && map is { Mapping: true, KeyIsNext: true }:
                        if (ValueRules.IsSecretName(scalar.Value))
                            sink.Add(null, scalar.Value);
                        Pass(scalar.Value);
                        break;
                    case Scalar scalar:
                        sink.Add(open.TryPeek(out var inside) ? inside.Key : null, scalar.Value);
                        Pass(null);
                        break;
                    case AnchorAlias:
                        Pass(null);
                        break;
                    default:
                        break;
                }
            }
        }
        catch (YamlException)
        {
            // No YAML, or not to its end.
        }

        void Pass(string? key)
        {
            if (open.TryPop(out var top))
                open.Push(top.Mapping ? (true, top.KeyIsNext ? key : null, !top.KeyIsNext) : top);
        }
    }
}
