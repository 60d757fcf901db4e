namespace Dashboard.Core.Ledger;

/// <summary>Something could not be written or read. The message is a sentence for people: what is wrong, and what to do.</summary>
public class StorageException : Exception
{
    /// <summary>A storage fault without words; use one that has them.</summary>
    public StorageException()
    {
    }

    /// <summary>A storage fault.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>A storage fault with its cause.</summary>
    public StorageException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
