namespace Dashboard.Engine.Evidence.Bundles;

/// <summary>Reads another stream, up to so many bytes. With <see cref="Unbounded"/> it goes on as if nothing were.</summary>
/// <param name="inner">The stream; disposed of with this one.</param>
/// <param name="name">What it is, for the message.</param>
/// <param name="most">How many bytes may be read.</param>
internal sealed class BoundedStream(Stream inner, string name, long most) : Stream
{
    private readonly long _most = most;
    private long _left = most;

    public override bool CanRead => true;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>Lifts the limit.</summary>
    public void Unbounded() => _left = long.MaxValue;

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _left -= read;
        return _left >= 0 ? read : throw new InvalidDataException($"{name} is larger than {_most:N0} bytes.");
    }
}
