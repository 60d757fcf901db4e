using Dashboard.Core.Runbooks.Checks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Tests.Runbooks.Checks;

public sealed class CheckParserTests
{
    private static readonly Dictionary<string, string> Inputs = new() { ["PORT"] = "8080", ["DIR"] = "/run: [x]", ["WORD"] = "a.b" };

    private static T Read<T>(string language, string body, Dictionary<string, string>? inputs = null)
        where T : Check
    {
        var parsed = CheckParser.Parse(language, body, 1, inputs);
        parsed.Diagnostics.ShouldBeEmpty();
        return parsed.Check.ShouldBeOfType<T>();
    }

    [Fact]
    public void Container_WithEveryKey_IsReadWhole()
    {
        var check = Read<ContainerCheck>("container",
            "name: web\nstate: running\nhealth: healthy\nimage: web:4\nmounts:\n  - target: /run/key\n    read-only: true\n"
                + "  - {target: /data, source: data}\nenv: [A, B]\nrestarts: 2\n");

        (check.Name, check.State, check.Health, check.Image, check.MaxRestarts).ShouldBe(("web", "running", "healthy", "web:4", 2));
        check.Mounts.ShouldBe([new("/run/key", true, null), new("/data", null, "data")]);
        check.Env.ShouldBe(["A", "B"]);
    }

    [Fact]
    public void File_WithEveryKey_IsReadWhole()
    {
        var digest = new string('A', 64);
        var check = Read<FileCheck>("file",
            $"path: /k\ntype: file\nmode: [\"0400\", 0600]\nowner: root:root\nsize: {{min: 1, max: 99}}\nmax-size: 50\nsha256: {digest}\n");

        (check.Path, check.Exists, check.Type, check.Owner, check.MinSize, check.MaxSize).ShouldBe(
            ("/k", true, FileType.File, "root:root", 1, 50));
        check.Modes.ShouldBe([UnixFileMode.UserRead, UnixFileMode.UserRead | UnixFileMode.UserWrite]);
        check.Sha256.ShouldBe(digest.ToLowerInvariant());
    }

    [Fact]
    public void Http_WithEveryKey_IsReadWhole()
    {
        var check = Read<HttpCheck>("http",
            "url: https://a.example/x\nmethod: GET\nstatus: [200, 204]\nbody: '^ok'\nlatency: 2s\nheaders: {Accept: text/plain}\n");

        (check.Url, check.Method, check.Body, check.Latency).ShouldBe(("https://a.example/x", "GET", "^ok", TimeSpan.FromSeconds(2)));
        check.Statuses.ShouldBe([200, 204]);
        check.Headers.ShouldContainKeyAndValue("accept", "text/plain");
        Read<HttpCheck>("http", "url: http://a\n").Statuses.ShouldBe([200]);
    }

    [Fact]
    public void Tcp_WithEveryKey_IsReadWhole()
    {
        var check = Read<TcpCheck>("tcp", "host: ::1\nport: 8200\nopen: false\nlatency: 500ms\n");

        (check.Host, check.Port, check.Open, check.Latency).ShouldBe(("::1", 8200, false, TimeSpan.FromMilliseconds(500)));
    }

    [Fact]
    public void Variable_WithInputs_IsReplacedAsPlainTextInAnyValue()
    {
        Read<TcpCheck>("tcp", "host: h\nport: ${PORT}\n", Inputs).Port.ShouldBe(8080);
        Read<FileCheck>("file", "path: ${DIR}/x\n", Inputs).Path.ShouldBe("/run: [x]/x");
        Read<HttpCheck>("http", "url: http://h:${PORT}/\nbody: ^${WORD}$\n", Inputs).Body.ShouldBe(@"^a\.b$");
    }

    [Fact]
    public void Variable_WithoutInputs_IsKeptAndReportedAsAReference()
    {
        var parsed = CheckParser.Parse("http", "url: ${URL}\nstatus: ${CODE}\nbody: '(${WORD})'\nlatency: ${SLOW}\n", 10);

        parsed.Diagnostics.ShouldBeEmpty();
        parsed.Check.ShouldBeOfType<HttpCheck>().Url.ShouldBe("${URL}");
        parsed.References.ShouldBe([new("CODE", 11, 9), new("URL", 10, 6), new("WORD", 12, 7), new("SLOW", 13, 10)], ignoreOrder: true);
    }

    [Fact]
    public void Variable_WithoutAValueInTheRun_IsAnError() =>
        CheckParser.Parse("file", "path: ${GONE}\n", 1, Inputs).Diagnostics.ShouldContain(d => d.Code == DiagnosticCodes.UnknownInput);

    [Theory]
    [InlineData("container", "state: running\n", DiagnosticCodes.MissingKey, 5, 1)]
    [InlineData("container", "name: a\nstate: up\n", DiagnosticCodes.BadValue, 6, 8)]
    [InlineData("container", "name: a\nmounts:\n  - /run\n", DiagnosticCodes.WrongShape, 7, 5)]
    [InlineData("container", "name: a\nmounts:\n  - target: /run\n    readonly: true\n", DiagnosticCodes.UnknownKey, 8, 5)]
    [InlineData("container", "name: a\nrestarts: many\n", DiagnosticCodes.BadNumber, 6, 11)]
    [InlineData("file", "path: /a\nmode: rw\n", DiagnosticCodes.BadValue, 6, 7)]
    [InlineData("file", "path: /a\nmode: 0800\n", DiagnosticCodes.BadValue, 6, 7)]
    [InlineData("file", "path: /a\nexists: maybe\n", DiagnosticCodes.BadValue, 6, 9)]
    [InlineData("file", "path: /a\nexists: false\nmode: 0600\n", DiagnosticCodes.NotForThisStep, 7, 1)]
    [InlineData("file", "path: /a\nsize: {min: 5, max: 4}\n", DiagnosticCodes.BadNumber, 6, 7)]
    [InlineData("file", "path: /a\nsha256: abc\n", DiagnosticCodes.BadValue, 6, 9)]
    [InlineData("http", "url: ftp://a\n", DiagnosticCodes.BadValue, 5, 6)]
    [InlineData("http", "url: http://a\nmethod: DELETE\n", DiagnosticCodes.BadValue, 6, 9)]
    [InlineData("http", "url: http://a\nstatus: 999\n", DiagnosticCodes.BadNumber, 6, 9)]
    [InlineData("http", "url: http://a\nbody: '('\n", DiagnosticCodes.BadPattern, 6, 7)]
    [InlineData("http", "url: http://a\nheaders: {A: \"x\\r\\nB: y\"}\n", DiagnosticCodes.BadValue, 6, 11)]
    [InlineData("http", "url: http://a\nmethod: HEAD\nbody: x\n", DiagnosticCodes.NotForThisStep, 7, 7)]
    [InlineData("tcp", "host: a\nport: 70000\n", DiagnosticCodes.BadNumber, 6, 7)]
    [InlineData("tcp", "host: a\n", DiagnosticCodes.MissingKey, 5, 1)]
    [InlineData("tcp", "- a\n", DiagnosticCodes.WrongShape, 5, 1)]
    [InlineData("tcp", "", DiagnosticCodes.EmptyStep, 5, 1)]
    [InlineData("tcp", "host: [\n", DiagnosticCodes.BadYaml, 6, 1)]
    [InlineData("ftp", "host: a\n", DiagnosticCodes.UnknownLanguage, 5, 1)]
    public void Check_WithAFault_IsRefusedInItsPlace(string language, string body, string code, int line, int column)
    {
        var parsed = CheckParser.Parse(language, body, 5);

        parsed.Check.ShouldBeNull();
        parsed.Diagnostics.ShouldContain(d => d.Code == code && d.Line == line && d.Column == column,
            $"found: {string.Join("; ", parsed.Diagnostics)}");
    }

    [Fact]
    public void UnknownKey_OfACheck_ListsTheKnownOnes() =>
        CheckParser.Parse("tcp", "host: a\nport: 1\nproxy: x\n").Diagnostics.Single().Remedy
            .ShouldBe("Known keys: host, port, open, latency.");
}
