using System.Text;
using Dashboard.Core.Runs;
using Dashboard.Endpoints;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Endpoints;

public sealed class OutputEndpointTests
{
    private readonly FakeRunService _runs = new();
    private readonly FakeOutput _output = new();

    [Fact]
    public async Task Output_OfAnAttempt_IsATextFileToBeSaved()
    {
        _runs.Views["run-1"] = new RunBuilder().Run("ca-key").View;
        _output.Write("ca-key-1", "<script>one</script>\n").Write("ca-key-1", "two\n");

        var (http, body) = await GetAsync(h => OutputEndpoint.OutputAsync("run-1", "ca-key-1", _runs, _output, h, default));

        body.ShouldBe("<script>one</script>\ntwo\n");
        http.Response.ContentType.ShouldBe("text/plain; charset=utf-8");
        http.Response.Headers.ContentDisposition.ToString().ShouldStartWith("attachment; filename=run-14-ca-key-1.txt");
        http.Response.Headers.CacheControl.ToString().ShouldBe("private, no-store");
    }

    [Fact]
    public async Task Output_MiddleLeftOut_SaysSoInItsPlace()
    {
        _runs.Views["run-1"] = new RunBuilder().Run("ca-key").View;
        _output.Write("ca-key-1", "head").Write("ca-key-1", "tail", skip: 5);

        (await GetAsync(h => OutputEndpoint.OutputAsync("run-1", "ca-key-1", _runs, _output, h, default))).Body
            .ShouldBe("head\n[0 bytes left out here]\ntail");
    }

    [Fact]
    public async Task Output_OfAnotherRunsAttempt_IsNotFound()
    {
        _runs.Views["run-1"] = new RunBuilder().View;
        _output.Write("ca-key-1", "secret of another run");

        (await GetAsync(h => OutputEndpoint.OutputAsync("run-1", "ca-key-1", _runs, _output, h, default)))
            .Http.Response.StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task Attachment_OfTheRun_IsSavedAndNeverShown()
    {
        _output.Blobs["d1"] = Encoding.UTF8.GetBytes("<svg onload=alert(1)>");
        _runs.Views["run-1"] = new RunBuilder()
            .Add(RunBuilder.Op, new FileAttached { Name = "shot.svg", MediaType = "image/svg+xml", Digest = "d1", Length = 21 }).View;

        var (http, _) = await GetAsync(h => OutputEndpoint.AttachmentAsync("run-1", "d1", _runs, _output, h, default));

        http.Response.ContentType.ShouldBe("application/octet-stream");
        http.Response.Headers.ContentDisposition.ToString().ShouldStartWith("attachment; filename=shot.svg");
        http.Response.Headers.CacheControl.ToString().ShouldBe("private, no-store");
    }

    [Fact]
    public async Task Attachment_OnlyKnownByItsDigest_IsNotFound()
    {
        _output.Blobs["d1"] = [1];
        _runs.Views["run-1"] = new RunBuilder().View;

        (await GetAsync(h => OutputEndpoint.AttachmentAsync("run-1", "d1", _runs, _output, h, default)))
            .Http.Response.StatusCode.ShouldBe(404);
    }

    private static async Task<(HttpContext Http, string Body)> GetAsync(Func<HttpContext, Task<IResult>> endpoint)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Response.Body = body;
        await (await endpoint(http)).ExecuteAsync(http);
        return (http, Encoding.UTF8.GetString(body.ToArray()));
    }
}
