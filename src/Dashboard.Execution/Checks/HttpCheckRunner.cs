using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Checks;

namespace Dashboard.Execution.Checks;

/// <summary>Asks an HTTP server from this host. Redirects and proxies are not followed; neither body nor header values are shown.</summary>
internal sealed class HttpCheckRunner(TimeProvider time) : CheckRunner<HttpCheck>("http")
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override bool LooksAtHost => false;

    /// <inheritdoc/>
    protected override async Task<string?> LookAsync(HttpCheck check, StepExecution execution, CheckReport report, CancellationToken stop)
    {
        if (!Uri.TryCreate(check.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return "The check's `url` is not a web address.";
        using var late = check.Latency is { } limit ? new CancellationTokenSource(limit, time) : new();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        using var client = Client();
        using var request = new HttpRequestMessage(new(check.Method), url);
        foreach (var header in check.Headers.Where(h => !request.Headers.TryAddWithoutValidation(h.Key, h.Value)))
            report.Fail($"header {header.Key}", "to be sent", $"that {check.Method} cannot carry it");

        var begun = time.GetTimestamp();
        var statuses = CheckReport.AnyOf(check.Statuses.Select(s => s.ToString(CultureInfo.InvariantCulture)));
        var answered = false;
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            answered = true;
            report.Add("status", check.Statuses.Contains((int)answer.StatusCode), statuses,
                ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
            if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is not null)
                report.Note("the answer leads to another address, which is not followed");
            var body = check.Body is not null || check.Latency is not null ? await HttpBody.ReadAsync(answer.Content, either.Token) : null;
            if (check.Latency is { } most && time.GetElapsedTime(begun) is var taken)
                report.Add("latency", taken <= most, $"at most {CheckReport.Words(most)}", CheckReport.Words(taken));
            if (check.Body is { } pattern && body is not null)
                Match(pattern, body, report);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            var words = CheckReport.Words(check.Latency ?? default);
            if (!answered)
                report.Fail("status", statuses, "no answer in time");
            report.Fail("latency", $"at most {words}", $"no whole answer after {words}");
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or NotSupportedException or UriFormatException or InvalidOperationException)
        {
            report.Fail(answered ? "body" : "status", answered ? "a whole answer" : statuses, $"none: {Cause(e)}");
        }

        return null;
    }

    private static void Match(string pattern, HttpBody body, CheckReport report)
    {
        var amount = string.Create(CultureInfo.InvariantCulture, $"{(body.IsCut ? "the first " : "")}{body.Length} bytes");
        try
        {
            var matches = Regex.IsMatch(body.Text, pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, MatchTimeout);
            report.Add("body", matches, $"a match of {pattern}", $"{(matches ? "one" : "none")} in {amount}");
        }
        catch (RegexMatchTimeoutException)
        {
            report.Fail("body", $"a match of {pattern}",
                $"no end of matching {amount} within {CheckReport.Words(MatchTimeout)}; simplify the expression");
        }
    }

    /// <summary>The message, and what lies behind it: "The SSL connection could not be established" alone helps nobody.</summary>
    private static string Cause(Exception e) =>
        e.InnerException is { } inner && !e.Message.Contains(inner.Message, StringComparison.Ordinal)
            ? $"{e.Message} {inner.Message}"
            : e.Message;

    // Each check has a connection of its own: the latency of a warm one says nothing, and an address may have moved.
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes its handler.")]
    private static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    })
    { Timeout = Timeout.InfiniteTimeSpan };
}
