using Dashboard.Execution.Checks;
using Dashboard.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Execution.Tests.Checks;

public sealed class HttpCheckRunnerTests : IAsyncLifetime
{
    private readonly HttpCheckRunner _runner = new(TimeProvider.System);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _server = null!;

    private string Url => _server.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/healthz", () => Results.Text("""{"signer": "local", "token": "hush"}"""));
        _server.MapMethods("/head", ["HEAD"], () => Results.NoContent());
        _server.MapGet("/moved", () => Results.Redirect("/healthz"));
        _server.MapGet("/header", (HttpRequest request) => request.Headers["X-Key"] == "hush" ? Results.Ok() : Results.Unauthorized());
        _server.MapGet("/long", () => Results.Text(new string('x', HttpBody.Cap) + "end"));
        _server.MapGet("/slow-pattern", () => Results.Text(new string('a', 64)));
        _server.MapGet("/cut", async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.Response.Body.FlushAsync();
            // An abort resets the connection, and may overtake what was written before it.
            await Task.Delay(200);
            context.Abort();
        });
        _server.MapGet("/never", async context =>
        {
            _asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await _server.StartAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Look_AnswerAsExpected_PassesAndShowsNoBody()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http",
            $"url: {Url}/healthz\nstatus: [200, 204]\nbody: '\"signer\": *\"${{WHO}}\"'\nlatency: 30s", inputs: ("WHO", "local")));
        end.ExitCode.ShouldBe(0);
        lines[0].ShouldBe("ok   status: expected 200 or 204, found 200");
        lines[1].ShouldStartWith("ok   latency: expected at most 30 s, found ");
        lines[2].ShouldBe("ok   body: expected a match of \"signer\": *\"local\", found one in 36 bytes");
        lines.ShouldAllBe(l => !l.Contains("hush"));
    }

    [Fact]
    public async Task Look_OtherStatusAndBody_FailsBoth()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http", $"url: {Url}/healthz\nstatus: 503\nbody: vault"));
        end.Failure.ShouldBe("Not as expected: status, body.");
        end.ExitCode.ShouldBe(1);
        lines.ShouldBe(["fail status: expected 503, found 200", "fail body: expected a match of vault, found none in 36 bytes"]);
    }

    [Fact]
    public async Task Look_Redirect_IsNotFollowed()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http", $"url: {Url}/moved"));
        end.ExitCode.ShouldBe(1);
        lines.ShouldBe(["fail status: expected 200, found 302", "note the answer leads to another address, which is not followed"]);
    }

    [Fact]
    public async Task Look_Head_AsksWithoutABody()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http", $"url: {Url}/head\nmethod: HEAD\nstatus: 204"));
        end.ExitCode.ShouldBe(0);
        lines.ShouldBe(["ok   status: 204"]);
    }

    [Fact]
    public async Task Look_Headers_AreSentAndNotShown()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http", $"url: {Url}/header\nheaders: {{X-Key: hush}}"));
        end.ExitCode.ShouldBe(0);
        lines.ShouldBe(["ok   status: 200"]);
    }

    [Fact]
    public async Task Look_LongBody_IsReadToTheCapOnly()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http", $"url: {Url}/long\nbody: end"));
        end.ExitCode.ShouldBe(1);
        lines[1].ShouldBe($"fail body: expected a match of end, found none in the first {HttpBody.Cap} bytes");
    }

    [Fact]
    public async Task Look_PatternThatTakesForEver_IsEnded()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http", $"url: {Url}/slow-pattern\nbody: '^(a+)+$b'"));
        end.ExitCode.ShouldBe(1);
        lines[1].ShouldContain("no end of matching 64 bytes within 2 s");
    }

    [Fact]
    public async Task Look_ServerThatHangs_FailsWhenItsTimeIsOver()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http", $"url: {Url}/never\nlatency: 100ms"));
        end.ExitCode.ShouldBe(1);
        lines.ShouldBe([
            "fail status: expected 200, found no answer in time",
            "fail latency: expected at most 100 ms, found no whole answer after 100 ms",
        ]);
    }

    [Fact]
    public async Task Look_StoppedWhileItWaits_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var looking = _runner.LookAsync(Executions.Of("http", $"url: {Url}/never"), stop.Token);
        await _asked.Task.WaitAsync(TestTimeout.Long);
        await stop.CancelAsync();
        var (end, lines) = await looking.WaitAsync(TestTimeout.Long);
        end.Failure.ShouldBe("It was ended before it had found out everything.");
        lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Look_AnswerThatBreaksOff_Fails()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http", $"url: {Url}/cut\nbody: begun"));
        end.ExitCode.ShouldBe(1);
        lines[0].ShouldBe("ok   status: 200");
        lines[1].ShouldStartWith("fail body: expected a whole answer, found none: ");
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://no-such-host.invalid/")]
    public async Task Look_NoServer_FailsWithTheCause(string url)
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("http", $"url: {url}"));
        end.ExitCode.ShouldBe(1);
        lines.ShouldHaveSingleItem().ShouldStartWith("fail status: expected 200, found none: ");
    }
}
