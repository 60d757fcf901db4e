using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Scripts;

/// <summary>Steps in languages other than shell, by the real programs where this machine has them.</summary>
[Needs(Need.Packages)]
public sealed class OtherLanguageTests : IAsyncDisposable
{
    private const string Confined = "confined, read-only";

    private readonly Runners _runners = new();
    private readonly RecordingSink _output = new();

    public ValueTask DisposeAsync() => _runners.DisposeAsync();

    private Task<RunnerEnd> RunAsync(string language, string script, StepKind kind = StepKind.Preflight, string? path = null,
        params (string, string)[] inputs)
    {
        var execution = Executions.Of(language, script, folder: _runners.Folder, kind: kind, inputs: inputs);
        return _runners.Of(language).RunAsync(
            path is null ? execution : execution with { Environment = execution.Environment.SetItem("PATH", path) }, _output, default);
    }

    [Theory]
    [InlineData(StepKind.Preflight)]
    [InlineData(StepKind.Mutating)]
    public async Task Python_GivesItsOutputAndExitCode(StepKind kind)
    {
        var end = await RunAsync("python", """
            import os, sys
            print(os.environ["REGION"])
            print(sys.flags.isolated, file=sys.stderr)
            sys.exit(7)
            """, kind, null, ("REGION", "it's \"eu\""));

        (end.ExitCode, end.Failure, _output.Stdout, _output.Stderr).ShouldBe((7, null, "it's \"eu\"\n", "1\n"));
        end.Sandbox.ShouldStartWith(kind == StepKind.Preflight ? Confined : "not confined");
    }

    [Fact]
    public async Task Python_OfAReadOnlyStep_CannotWriteNorOpenASocket()
    {
        var end = await RunAsync("python", $"""
            import socket
            for what in (lambda: open("{_runners.Folder}/made", "w"), lambda: socket.socket(socket.AF_UNIX)):
                try:
                    what()
                    print("done")
                except OSError as e:
                    print(type(e).__name__)
            """);

        (end.ExitCode, end.Sandbox).ShouldBe((0, Confined));
        _output.Lines.ShouldBe(["OSError", "PermissionError"]);
        // Without the defence: a step that changes the host can do both.
        var changing = new RecordingSink();
        await _runners.Of("python").RunAsync(Executions.Of("python", $"open('{_runners.Folder}/made', 'w'); print('done')",
            folder: _runners.Folder, kind: StepKind.Mutating), changing, default);
        changing.Lines.ShouldBe(["done"]);
    }

    [Theory]
    [InlineData("python", "python3")]
    [InlineData("sql", "psql")]
    [InlineData("powershell", "pwsh")]
    public async Task Script_WhoseProgramIsMissing_IsNotStartedAndSaysSo(string language, string program)
    {
        var end = await RunAsync(language, "1", StepKind.Mutating, _runners.Folder);

        end.ExitCode.ShouldBeNull();
        end.Sandbox.ShouldBe("not started");
        end.Failure.ShouldBe($"{program} is not on this host, so the step was not started: none of the folders in PATH has it "
            + $"({_runners.Folder}). Install it, or name its folder in Dashboard:Path.");
        _output.Stdout.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sql_IsRunByPsqlWithInputsAsVariables()
    {
        await using var server = new DatabaseDouble();
        var end = await RunAsync("sql", "\\getenv region REGION\nSELECT :'region';\nSELECT 2;\n", StepKind.Preflight, null,
            ("PGHOST", "127.0.0.1"), ("PGPORT", server.Port), ("PGUSER", "ada"), ("PGDATABASE", "night"), ("REGION", "o'eu"),
            ("PGOPTIONS", "-c default_transaction_read_only=on"));

        (end.ExitCode, end.Failure, end.Sandbox).ShouldBe((0, null, Confined), _output.Stderr);
        server.Queries.ShouldBe(["SELECT 'o''eu';", "SELECT 2;"]);
        server.Startup.ShouldContain("user=ada");
        server.Startup.ShouldContain("database=night");
        server.Startup.ShouldContain("options=-c default_transaction_read_only=on");
    }

    [Fact]
    public async Task Sql_StopsAtTheFirstStatementThatFails()
    {
        await using var server = new DatabaseDouble();
        var end = await RunAsync("sql", "SELECT 1;\nFAIL;\nSELECT 2;\n", StepKind.Mutating, null,
            ("PGHOST", "127.0.0.1"), ("PGPORT", server.Port), ("PGUSER", "ada"), ("PGDATABASE", "night"));

        end.ExitCode.ShouldBe(3);
        server.Queries.ShouldBe(["SELECT 1;", "FAIL;"]);
        _output.Stderr.ShouldContain("<stdin>:2: ERROR:  it fails");
    }

    /// <summary>By the real one where this machine has it.</summary>
    [Theory]
    [InlineData(StepKind.Preflight)]
    [InlineData(StepKind.Mutating)]
    public async Task PowerShell_StopsAtAProgramThatFails(StepKind kind)
    {
        var folder = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/opt/microsoft/powershell/7")
            .FirstOrDefault(f => File.Exists(Path.Combine(f, "pwsh")));
        Assert.SkipWhen(folder is null, "pwsh is not installed");

        var end = await RunAsync("powershell", "Write-Output \"in $env:REGION\"\n& false\nWrite-Output never\n", kind,
            $"{folder}:/usr/bin:/bin", ("REGION", "eu"));

        end.ExitCode.ShouldBe(1, _output.Stderr);
        _output.Stdout.ShouldBe("in eu\n");
        end.Sandbox.ShouldStartWith(kind == StepKind.Preflight ? Confined : "not confined");
    }

    /// <summary>No pwsh for Debian 12 without Microsoft's own packages: what it would be called with is what a stand-in says.</summary>
    [Fact]
    public async Task PowerShell_IsCalledWithoutAProfileAndEndsAtErrors()
    {
        var program = Path.Combine(_runners.Folder, "pwsh");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nfor word; do echo \"$word\"; done\necho \"$REGION\"\nexit 5\n",
            TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);

        var end = await RunAsync("powershell", "exit 5", StepKind.Preflight, $"{_runners.Folder}:/usr/bin:/bin", ("REGION", "eu"));

        (end.ExitCode, end.Sandbox).ShouldBe((5, Confined));
        _output.Lines[..3].ShouldBe(["-NoProfile", "-NonInteractive", "-Command"]);
        _output.Lines[3].ShouldMatch(@"^\$ErrorActionPreference = 'Stop'; .*; & '/.*/step\.ps1'; exit \$LASTEXITCODE$");
        _output.Lines[4].ShouldBe("eu");
    }
}
