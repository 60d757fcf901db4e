using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Execution.Secrets;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs.Secrets;

/// <summary>Secrets that were in a declared file, and are not there any more when somebody looks.</summary>
[Needs(Need.Docker)]
public sealed class LostVersionsTests(ITestOutputHelper log) : IDisposable
{
    private readonly SecretFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // DIR is the folder; each script ends with the value that was in the secret file for a moment, in v.
    public static TheoryData<string, string, string> Lost => new()
    {
        { "", "DIR/tok", "printf lost-value-1 > DIR/tok; v=$(<DIR/tok); rm DIR/tok" },
        { "printf value-of-a-1234 > DIR/tok", "DIR/tok", "printf lost-value-1 > DIR/tok; v=$(<DIR/tok); mv DIR/tok DIR/elsewhere" },
        { "", "DIR/tok", "printf lost-value-1 > DIR/tok; sleep 0.05; v=$(<DIR/tok); rm DIR/tok; sleep 1" },
        { "printf value-of-a-1234 > DIR/tok", "DIR/tok",
            "cp -p DIR/tok DIR/bak; printf lost-value-1 > DIR/tok; v=$(<DIR/tok); rm DIR/tok; ln DIR/bak DIR/tok" },
        { "printf value-of-a-1234 > DIR/a; printf lost-value-1 > DIR/b; printf value-of-c-1234 > DIR/c; ln -s a DIR/tok", "DIR/tok",
            "rm DIR/tok; ln -s b DIR/tok; v=$(<DIR/tok); rm DIR/tok; ln -s c DIR/tok" },
        { "mkdir DIR/s DIR/x; printf value-of-a-1234 > DIR/s/tok; printf lost-value-1 > DIR/x/b; printf value-of-c-1234 > DIR/x/c",
            "DIR/s/tok", "ln -f DIR/x/b DIR/s/tok; v=$(<DIR/s/tok); rm DIR/s/tok; ln DIR/x/c DIR/s/tok" },
        { "mkdir DIR/1 DIR/2 DIR/3; printf value-of-a-1234 > DIR/1/tok; printf lost-value-1 > DIR/2/tok; printf value-of-c-1234 > "
            + "DIR/3/tok; ln -s 1 DIR/cur", "DIR/cur/tok", "ln -sfn 2 DIR/cur; v=$(<DIR/cur/tok); ln -sfn 3 DIR/cur" },
        { "mkdir DIR/1 DIR/2 DIR/3; printf value-of-a-1234 > DIR/1/tok; printf lost-value-1 > DIR/2/tok; printf value-of-c-1234 > "
            + "DIR/3/tok", "DIR/1/tok", "mv DIR/1 DIR/old; mv DIR/2 DIR/1; v=$(<DIR/1/tok); mv DIR/1 DIR/2; mv DIR/3 DIR/1" },
        { "mkdir -p DIR/1/in DIR/2/in; printf value-of-a-1234 > DIR/1/in/tok; printf lost-value-1 > DIR/2/in/tok", "DIR/1/in",
            "mv DIR/1 DIR/old; mv DIR/2 DIR/1; v=$(<DIR/1/in/tok); mv DIR/1 DIR/2; mv DIR/old DIR/1" },
        { "", "DIR/new/tok",
            "mkdir -p DIR/new; printf lost-value-1 > DIR/new/tok; v=$(<DIR/new/tok); printf value-of-b-1234 > DIR/new/tok" },
        { "", "DIR/new/below/tok",
            "mkdir -p DIR/new/below; sleep 0.5; printf lost-value-1 > DIR/new/below/tok; v=$(<DIR/new/below/tok); rm -r DIR/new" },
        { "mkdir DIR/all; printf value-of-a-1234 > DIR/all/a", "DIR/all",
            "mkdir DIR/all/sub; printf lost-value-1 > DIR/all/sub/tok; v=$(<DIR/all/sub/tok); printf value-of-b-1234 > DIR/all/sub/tok" },
        { "mkdir DIR/all; printf value-of-a-1234 > DIR/all/a", "DIR/all",
            "mkdir DIR/all/sub; sleep 0.5; printf lost-value-1 > DIR/all/sub/tok; v=$(<DIR/all/sub/tok); rm -r DIR/all/sub" },
        { "mkdir DIR/all; printf value-of-a-1234 > DIR/all/a", "DIR/all",
            "printf lost-value-1 > DIR/all/b; v=$(<DIR/all/b); rm DIR/all/b" },
        { "mkdir DIR/all; printf value-of-a-1234 > DIR/all/a", "DIR/all",
            "printf lost-value-1 > DIR/all/a.new; v=$(<DIR/all/a.new); mv DIR/all/a.new DIR/all/a; printf value-of-c-1234 > DIR/all/a" },
    };

    public static TheoryData<string, string, string> Ordinary => new()
    {
        { "printf value-of-a-1234 > DIR/tok", "DIR/tok", "printf made-value-1 > DIR/tok" },
        { "printf value-of-a-1234 > DIR/tok", "DIR/tok", "rm DIR/tok; v=harmless" },
        { "printf value-of-a-1234 > DIR/tok", "DIR/tok",
            "mv DIR/tok DIR/tok.old; install -m 0600 /dev/null DIR/tok; printf made-value-1 > DIR/tok" },
        { "printf value-of-a-1234 > DIR/tok", "DIR/tok", "printf made-value-1 > DIR/tok; echo first; sleep 1; rm DIR/tok" },
        { "", "DIR/tok", "printf made-value-1 > DIR/made; ln -s made DIR/tok" },
        { "", "DIR/tok", "ln -s made DIR/tok; sleep 0.2; printf made-value-1 > DIR/made" },
        { "mkdir DIR/1; printf value-of-a-1234 > DIR/1/tok; ln -s 1 DIR/cur", "DIR/cur/tok",
            "mkdir DIR/2; printf made-value-1 > DIR/2/tok; ln -sfn 2 DIR/cur" },
        { "mkdir DIR/1; printf value-of-a-1234 > DIR/1/tok", "DIR/1/tok",
            "mkdir DIR/2; printf made-value-1 > DIR/2/tok; mv DIR/1 DIR/old; mv DIR/2 DIR/1; rm -r DIR/old" },
        { "mkdir DIR/1; printf value-of-a-1234 > DIR/1/tok", "DIR/1",
            "mkdir DIR/2; printf made-value-1 > DIR/2/tok; mv DIR/1 DIR/old; mv DIR/2 DIR/1; rm -r DIR/old" },
        { "", "DIR/new/below/tok", "mkdir -p DIR/new/below; sleep 0.2; printf made-value-1 > DIR/new/below/tok" },
        { "mkdir DIR/all; printf value-of-a-1234 > DIR/all/a", "DIR/all",
            "mkdir DIR/all/sub; sleep 0.2; printf made-value-1 > DIR/all/sub/tok; printf another-value-1 > DIR/all/b" },
        { "mkdir DIR/all; printf value-of-a-1234 > DIR/all/a", "DIR/all",
            "printf made-value-1 > DIR/all/a.new; mv DIR/all/a.new DIR/all/a; touch DIR/all/lock; rm DIR/all/lock" },
        { "mkdir DIR/all; printf user=made-value-1 > DIR/all/a", "DIR/all", "sed -i s/user/name/ DIR/all/a; v=made-value-1" },
        { "mkdir -p DIR/all/..1; printf value-of-a-1234 > DIR/all/..1/key; ln -s ..1 DIR/all/..data; ln -s ..data/key DIR/all/key",
            "DIR/all", "mkdir DIR/all/..2; sleep 0.2; printf made-value-1 > DIR/all/..2/key; ln -s ..2 DIR/all/..tmp; mv -T DIR/all/..tmp "
                + "DIR/all/..data; rm -r DIR/all/..1" },
    };

    [Theory]
    [MemberData(nameof(Lost))]
    public async Task Run_StepWhoseSecretWasThereForAMoment_HoldsBackWhatItPrintsOfIt(string before, string secret, string script)
    {
        await using var engine = await EngineHarness.StartAsync();

        var attempt = await RunAsync(engine, before, secret, script + "; echo \"it was $v\"");

        (await engine.OutputAsync(attempt.Id)).ShouldNotContain("lost-value");
        (attempt.Outcome, attempt.Finished!.ExitCode).ShouldBe((Outcome.Unknown, 0));
        attempt.Finished.HeldBack.ShouldNotBeNull()
            .ShouldMatch("A declared secret file (was written more than once|was taken away or replaced|came in a new folder)");
    }

    [Theory]
    [MemberData(nameof(Lost))]
    public async Task Run_WithoutFollowingVersions_ShowsIt(string before, string secret, string script)
    {
        await using var engine = await EngineHarness.StartAsync(replace: s => s.AddSingleton(SecretDefences.All with { Versions = false }));

        var attempt = await RunAsync(engine, before, secret, script + "; echo \"it was $v\"");

        (await engine.OutputAsync(attempt.Id)).ShouldBe("it was lost-value-1\n");
    }

    [Theory]
    [MemberData(nameof(Ordinary))]
    public async Task Run_StepThatLeavesItsSecretWhereItIs_MasksIt(string before, string secret, string script)
    {
        // A busy machine may look at a folder after it was used, and output is held back then, as it should be; so it is tried again.
        for (var tries = 1; ; tries++)
        {
            await using var engine = await EngineHarness.StartAsync();
            var attempt = await RunAsync(engine, before, secret, "v=made-value-1; " + script + "; echo \"it is $v.\"");
            var output = await engine.OutputAsync(attempt.Id);
            output.ShouldNotContain("made-value");
            if (tries < 5 && attempt.Finished!.HeldBack is { } why && why.Contains("before anybody could look", StringComparison.Ordinal))
            {
                await TestContainer.ShellAsync(In("find DIR -mindepth 1 -delete"));
                continue;
            }

            (attempt.Outcome, attempt.Finished!.HeldBack).ShouldBe((Outcome.Passed, null));
            output.ShouldEndWith(script.Contains("v=harmless", StringComparison.Ordinal) ? "it is harmless.\n" : "it is [masked].\n");
            return;
        }
    }

    /// <summary>
    /// Whatever happens on the way to a secret, in any order and at any speed: no value that anybody found there is shown.
    /// </summary>
    [Theory]
    [InlineData("DIR/s/tok")]
    [InlineData("DIR/s")]
    [InlineData("DIR/link/tok")]
    public async Task Run_StepsThatDoAnythingWithTheirSecrets_ShowNone(string secret)
    {
        var random = new Random(Campaign.Seed());
        var held = 0;
        var steps = (int)Campaign.Number("CUTOVER_VERSIONS_STEPS", 10);
        for (var step = 0; step < steps; step++)
        {
            // A step whose end is not known holds its host, so each has a server of its own.
            await using var engine = await EngineHarness.StartAsync();
            await TestContainer.ShellAsync(In("rm -rf DIR/*; mkdir DIR/s; printf value-at-the-start > DIR/s/tok; ln -s s DIR/link"));
            var script = Script(random, step)
                .Replace("PLACE", secret.Contains("link", StringComparison.Ordinal) ? "link" : "s", StringComparison.Ordinal);

            var attempt = (await SecretFolder.ChangeAsync(engine, In(script), In(secret))).Attempt;

            (await engine.OutputAsync(attempt.Id)).ShouldNotContain("lost-value", customMessage: script);
            held += attempt.Finished!.HeldBack is null ? 0 : 1;
        }

        log.WriteLine($"{held} of {steps} held back");
    }

    [Fact]
    public async Task Start_FolderOfMoreFoldersThanCanBeFollowed_StartsNothing()
    {
        await using var engine = await EngineHarness.StartAsync();
        for (var i = 0; i < HostSecrets.MaxFolders; i++)
            _folder.Write($"value-number-{i}", $"all/{i}/token");
        var run = await engine.OpenAsync(SecretFolder.Check("echo never", _folder.File("all")));

        (await engine.DoAsync(run, new RunCommand.StartStep("check"))).Reasons.ShouldHaveSingleItem().Message
            .ShouldContain("it holds more than 200 folders");
    }

    private static string Script(Random random, int step)
    {
        string[] changes =
        [
            "printf VALUE > DIR/s/tok",
            "printf VALUE > DIR/s/new; mv DIR/s/new DIR/s/tok",
            "printf VALUE > DIR/newN; mv DIR/newN DIR/s/tok",
            "rm -f DIR/s/tok",
            "mv DIR/s/tok DIR/s/old",
            "mv DIR/s/tok DIR/awayN",
            "printf VALUE > DIR/fileN; ln -sf ../fileN DIR/s/tok",
            "rm -f DIR/s/tok; ln -s ../fileN DIR/s/tok; printf VALUE > DIR/fileN",
            "printf VALUE > DIR/fileN; rm -f DIR/s/tok; ln DIR/fileN DIR/s/tok",
            "mkdir DIR/folderN; printf VALUE > DIR/folderN/tok; rm -rf DIR/s; mv -T DIR/folderN DIR/s",
            "mkdir DIR/folderN; printf VALUE > DIR/folderN/tok; rm -rf DIR/s; ln -s folderN DIR/s",
            "mkdir DIR/folderN; printf VALUE > DIR/folderN/tok; ln -sfn folderN DIR/link",
            "mv DIR/s DIR/oldN; mkdir DIR/s; printf VALUE > DIR/s/tok",
            "rm -rf DIR/s; mkdir -p DIR/s/below; printf VALUE > DIR/s/tok; printf VALUE > DIR/s/below/more",
            "rm -rf DIR/s",
            "sleep 0.05",
            "sleep 0.4",
            "echo $seen",
        ];
        var script = new System.Text.StringBuilder("exec 2> /dev/null; seen=; see() { for f in DIR/PLACE/tok; do v=$(<$f) && case $v in "
            + "lost*) seen=\"$seen $v\" ;; esac; done; }\n");
        for (var i = 0; i < random.Next(2, 8); i++)
        {
            script.AppendLine(changes[random.Next(changes.Length)]
                .Replace("VALUE", $"lost-value-{step}-{i}-{random.Next(1000)}", StringComparison.Ordinal)
                .Replace("N", $"{i}", StringComparison.Ordinal)).AppendLine("see");
        }

        return script.Append("echo $seen\ntrue").ToString();
    }

    private async Task<Attempt> RunAsync(EngineHarness engine, string before, string secret, string script)
    {
        await TestContainer.ShellAsync(In(before));
        return (await SecretFolder.ChangeAsync(engine, In(script), In(secret))).Attempt;
    }

    private string In(string script) => script.Replace("DIR", _folder.Path, StringComparison.Ordinal);
}
