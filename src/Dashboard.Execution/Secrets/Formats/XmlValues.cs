using System.Xml;

namespace Dashboard.Execution.Secrets.Formats;

/// <summary>Reads XML, such as Maven's <c>settings.xml</c>: every text and every attribute. Document types are not read.</summary>
internal static class XmlValues
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        ConformanceLevel = ConformanceLevel.Auto,
    };

    /// <summary>Whether it is XML at all.</summary>
    public static bool TryRead(string text, IValueSink sink)
    {
        if (text.AsSpan().TrimStart() is not ['<', ..])
            return false;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            string? element = null;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                    element = reader.LocalName;
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                    sink.Add(element, reader.Value);
                for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
                    sink.Add(reader.LocalName, reader.Value);
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
