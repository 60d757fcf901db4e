namespace Dashboard.Execution.Secrets.Formats;

/// <summary>Takes the values that a reader finds in a file.</summary>
internal interface IValueSink
{
    /// <summary>Takes a value.</summary>
    /// <param name="key">Its name in the file; null when it has none.</param>
    /// <param name="value">The value as a program would see it.</param>
    void Add(string? key, string value);

    /// <summary>Takes bytes that are a secret whatever they are.</summary>
    void AddBytes(byte[] bytes);
}
