using System.Text;

namespace Dashboard.Engine.Evidence.Checkpoints;

/// <summary>Posts each checkpoint to an address, as plain text.</summary>
internal sealed class WebhookSink(Uri address) : ICheckpointSink, IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };

    public string Name => "webhook";

    public async Task SendAsync(string line, CancellationToken cancellation)
    {
        try
        {
            using var content = new StringContent(line + "\n", Encoding.UTF8, "text/plain");
            using var answer = await _client.PostAsync(address, content, cancellation);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new IOException(e.Message, e);
        }
    }

    public void Dispose() => _client.Dispose();
}
