namespace Dashboard.Testing;

/// <summary>
/// A loopback address of one's own, for a server that must find its port again after a restart, or cannot say which one it was given.
/// Every port of it is free: whoever calls out does so from 127.0.0.1, and every other server of the tests listens there or on an address
/// of its own.
/// </summary>
public static class LoopbackAddress
{
    // The low ones are what people name by hand.
    private const int First = 1 << 16;

    private static int _made;

    /// <summary>An address that neither this process nor another one that runs at the same time has been given.</summary>
    public static string Own()
    {
        var number = First + (((Environment.ProcessId << 7) + Interlocked.Increment(ref _made)) % ((1 << 24) - First));
        return $"127.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";
    }
}
