namespace Dashboard.Core.Ledger;

/// <summary>
/// What was to be read, or what is there already, is damaged: a fault of this one piece of content, not of the whole storage.
/// </summary>
public sealed class DamagedContentException : StorageException
{
    /// <summary>A fault without words; use one that has them.</summary>
    public DamagedContentException()
    {
    }

    /// <summary>A fault.</summary>
    public DamagedContentException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with its cause.</summary>
    public DamagedContentException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
