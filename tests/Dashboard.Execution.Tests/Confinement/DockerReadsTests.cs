using Dashboard.Execution.Confinement;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Execution.Tests.Confinement;

/// <summary>What of the Docker engine a read-only step may ask.</summary>
[Needs(Need.Packages)]
public sealed class DockerReadsTests
{
    [Theory]
    [InlineData("/_ping")]
    [InlineData("/v1.41/version")]
    [InlineData("/v1.41/containers/json")]
    [InlineData("/v1.41/containers/api/json")]
    [InlineData("/containers/api_1/logs")]
    [InlineData("/v1.47/images/registry.example:5000/team/api:4.2@sha256:00ff/json")]
    [InlineData("/v1.41/networks/bridge")]
    [InlineData("/v1.41/volumes")]
    [InlineData("/v1.41/events")]
    public void Allows_Questions_AreLetThrough(string path) => DockerReads.Allows("GET", path).ShouldBeTrue();

    [Theory]
    [InlineData("POST", "/v1.41/containers/api/json")]
    [InlineData("PUT", "/v1.41/containers/api/archive")]
    [InlineData("DELETE", "/v1.41/volumes/data")]
    [InlineData("HEAD", "/v1.41/containers/api/export")]
    [InlineData("OPTIONS", "/_ping")]
    [InlineData("GET", "/v1.41/distribution/registry.example/api/json")]
    [InlineData("GET", "/v1.41/images/search")]
    [InlineData("GET", "/v1.41/swarm")]
    [InlineData("GET", "/v1.41/configs")]
    [InlineData("GET", "/v1.41/configs/app")]
    [InlineData("GET", "/v1.41/plugins/privileges")]
    [InlineData("GET", "/v1.41/containers/api/archive")]
    [InlineData("GET", "/v1.41/containers/api/export")]
    [InlineData("GET", "/v1.41/images/get")]
    [InlineData("GET", "/v1.41/images/api/get")]
    [InlineData("GET", "/v1.41/containers/api/attach/ws")]
    [InlineData("GET", "/v1.41/session")]
    [InlineData("GET", "/v1.41/containers/../images/get")]
    [InlineData("GET", "/v1.41/images/../containers/api/json")]
    [InlineData("GET", "/v1.41//containers/json")]
    [InlineData("GET", "/v1.41/containers/json/")]
    [InlineData("GET", "/v1.41/containers/json\n")]
    [InlineData("GET", "/v1.41/containers/json ")]
    [InlineData("GET", "/v1.41/no/such/thing")]
    [InlineData("GET", "containers/json")]
    [InlineData("GET", "")]
    public void Allows_TheRest_IsRefused(string method, string path) => DockerReads.Allows(method, path).ShouldBeFalse();

    [Theory]
    [InlineData("/_ping")]
    [InlineData("/v1.41/containers/api/archive")]
    public void Allows_AGlanceAtAFile_TellsNothingOfItsContent(string path) => DockerReads.Allows("HEAD", path).ShouldBeTrue();

    [Fact]
    public async Task Engine_AskedForWhatDialsOutOrHandsOutFiles_Refuses()
    {
        await using var runners = new Runners();
        var sink = new RecordingSink();
        var end = await runners.Of("bash").RunAsync(Executions.Of("bash", """
            base=${DOCKER_HOST/tcp:/http:}
            for path in _ping images/search?term=x distribution/x/json containers/x/archive?path=/ containers/x/export images/get ../containers/json %2e%2e/_ping; do
              curl --silent --path-as-is --max-time 5 --output /dev/null --write-out "%{http_code} $path\n" "$base/$path"
            done
            curl --silent --max-time 5 --output /dev/null --write-out '%{http_code} without\n' "${base%/*}/_ping"
            curl --silent --max-time 5 --output /dev/null --write-out '%{http_code} another\n' "${base%/*}/00000000000000000000000000000000/_ping"
            curl --silent --max-time 5 --output /dev/null --write-out '%{http_code} upgrade\n' -H 'Connection: Upgrade' -H 'Upgrade: tcp' "$base/_ping"
            """, folder: runners.Folder), sink, default);
        end.ExitCode.ShouldBe(0, sink.Stderr);
        sink.Lines.ShouldBe([
            "200 _ping", "403 images/search?term=x", "403 distribution/x/json", "403 containers/x/archive?path=/",
            "403 containers/x/export", "403 images/get",
            "404 ../containers/json", "404 %2e%2e/_ping", "404 without", "404 another", "403 upgrade",
        ]);
    }

    [Fact]
    public async Task Engine_AfterTheAttempt_AnswersNobodyWhoKeptTheAddress()
    {
        await using var runners = new Runners();
        var docker = runners.Services.GetRequiredService<DockerReadProxy>();
        using var http = new HttpClient();
        var door = (await docker.OpenAsync())!;
        var ping = new Uri(door.Address.Replace("tcp:", "http:", StringComparison.Ordinal) + "/_ping");
        ((int)(await http.GetAsync(ping, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(200);

        door.Dispose();

        ((int)(await http.GetAsync(ping, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(404);
    }
}
