namespace Dashboard.Storage.Database;

/// <summary>Some lines of an attempt's output, as text that can be searched and shown from any line on.</summary>
internal sealed class OutputBlockRow
{
    public long Id { get; set; }

    public string AttemptId { get; set; } = "";

    /// <summary>The number of its first line, from 1.</summary>
    public long FirstLine { get; set; }

    /// <summary>The lines, each behind a letter for its stream: <c>o</c> or <c>e</c>; <c>g</c> for what was left out.</summary>
    public string Text { get; set; } = "";
}
