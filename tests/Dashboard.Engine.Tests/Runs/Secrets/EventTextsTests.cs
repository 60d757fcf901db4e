using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Execution.Secrets;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs.Secrets;

/// <summary>No text of an attempt's end, and nothing that people type, carries a secret into the ledger.</summary>
public sealed class EventTextsTests : IDisposable
{
    private const string Secret = "the-sesame-that-opens";

    /// <summary>What the server makes up itself, and no free text.</summary>
    private static readonly string[] MadeUp = ["$.attemptId", "$.outcome", "$.stdout.digest", "$.stderr.digest", "$.failedTries[0].at"];

    private static readonly StepFinished Full = new()
    {
        AttemptId = "a",
        Outcome = Outcome.Passed,
        Reason = "r",
        ExitCode = 0,
        Stdout = new(1, "d", 0),
        Stderr = new(1, "d", 0),
        Secrets = [new("f", 1, "n")],
        HeldBack = "h",
        Sandbox = "s",
        Tracking = "t",
        FailedTries = [new(1, DateTimeOffset.UnixEpoch, 1, "r", 1)],
        LeftBehind = ["1 n"],
        Outputs = ImmutableSortedDictionary<string, string>.Empty.Add("ROLE", "v"),
        SecretOutputs = ["n"],
    };

    private readonly SecretFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Masked_EveryTextOfTheEvent_IsMasked()
    {
        var json = JsonSerializer.SerializeToNode(Full, LedgerCodec.Json)!;
        var texts = Texts(json).Where(t => !MadeUp.Contains(t.GetPath())).ToArray();
        foreach (var text in texts)
            text.ReplaceWith($"says {Secret} twice: {Secret}");
        var dirty = json.Deserialize<StepFinished>(LedgerCodec.Json)!;

        var clean = EventTexts.Masked(dirty, Known());

        JsonSerializer.Serialize(clean, LedgerCodec.Json).ShouldNotContain("sesame");
        JsonSerializer.Serialize(dirty, LedgerCodec.Json).Split(Secret).Length.ShouldBe((2 * texts.Length) + 1);
    }

    [Fact]
    public void Masked_EventOfTheTest_HasAllThatAnEventCanHave()
    {
        // A new property must be set above, and then be masked or made up.
        foreach (var property in typeof(StepFinished).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var value = property.GetValue(Full).ShouldNotBeNull(property.Name);
            if (value is IEnumerable items)
                items.Cast<object>().ShouldNotBeEmpty(property.Name);
        }
    }

    [Theory]
    [InlineData("1 the-sesame-that", "1 [masked]")]
    [InlineData("1 the-sesame", "1 the-sesame")]
    [InlineData("1 curl -H the-sesame-that-opens https://example", "1 curl -H [masked] https://example")]
    public void Masked_ProcessName_IsMaskedBeforeItIsShortened(string name, string kept)
    {
        EventTexts.Masked(Full with { LeftBehind = [name] }, Known()).LeftBehind.ShouldBe([kept]);
        // Cut in the middle of the secret, its beginning would stay.
        var cut = EventTexts.Masked(Full with { LeftBehind = [new string('x', 90) + " " + Secret] }, Known()).LeftBehind[0];
        cut.ShouldNotContain("the-");
        cut.Length.ShouldBeLessThanOrEqualTo(101);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ProcessLeftBehindWithASecretInItsName_IsNamedWithoutIt(bool defended)
    {
        await using var engine =
            await EngineHarness.StartAsync(replace: s => s.AddSingleton(SecretDefences.All with { EventTexts = defended }));
        var path = _folder.Write(Secret);

        var (_, attempt) = await SecretFolder.ChangeAsync(engine,
            $"setsid bash -c \"exec -a \\\"padding-padding-padding-padding-padding-padding-padding-padding $(cat {path})\\\" sleep 47\" > "
                + "/dev/null 2>&1 & sleep 0.5", path);

        var name = attempt.Finished!.LeftBehind.ShouldHaveSingleItem();
        name.Contains(Secret, StringComparison.Ordinal).ShouldBe(!defended, name);
        System.Diagnostics.Process.GetProcessById(int.Parse(name.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).Kill();
    }

    [Fact]
    public async Task Do_WhateverPeopleType_IsMaskedOrRefused()
    {
        await using var engine = await EngineHarness.StartAsync();
        var path = _folder.Write($"PASSWORD={Secret}\n");
        var run = await engine.OpenAsync(SecretFolder.Change("exit 1", path));
        var typed = $"it said {Secret}";

        var approval = await engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", typed));
        (await engine.DoAsync(run, new RunCommand.AddNote(typed, "change"))).Done.ShouldBeTrue();
        (await engine.DoAsync(run, new RunCommand.VoidApproval(approval.Id!, typed))).Done.ShouldBeTrue();
        (await engine.DoAsync(run, new RunCommand.AttachFile($"{Secret}.txt", "text"u8.ToArray(), null))).Reasons
            .ShouldHaveSingleItem().Remedy.ShouldStartWith("Rename it");
        (await engine.DoAsync(run, new RunCommand.AttachFile("a.txt", Encoding.UTF8.GetBytes(typed), null))).Done.ShouldBeFalse();
        (await engine.DoAsync(run, new RunCommand.CloseRun(RunResult.Abandoned, typed))).Done.ShouldBeTrue();

        var events = (await engine.StateAsync(run)).Events.Select(e => JsonSerializer.Serialize(e.Event, LedgerCodec.Json)).ToArray();
        events.Length.ShouldBe(5);
        events.ShouldAllBe(e => !e.Contains("sesame", StringComparison.Ordinal));
    }

    private static SecretMemory Known()
    {
        var memory = new SecretMemory();
        memory.Add([Encoding.UTF8.GetBytes(Secret)]);
        return memory;
    }

    private static IEnumerable<JsonValue> Texts(JsonNode node) => node switch
    {
        JsonObject map => map.ToArray().SelectMany(p => p.Value is null ? [] : Texts(p.Value)),
        JsonArray list => list.ToArray().SelectMany(n => Texts(n!)),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value],
        _ => [],
    };
}
