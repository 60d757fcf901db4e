using System.Text;
using Dashboard.Core.Runs;
using Dashboard.Execution.Secrets;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs.Secrets;

/// <summary>A step prints the value that a secret file of each form holds, as it is and in base64.</summary>
public sealed class PrintedSecretsTests : IDisposable
{
    private readonly SecretFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_StepThatPrintsTheValueOfEachForm_ShowsNone()
    {
        await using var engine = await EngineHarness.StartAsync();

        var (attempt, leaks) = await LeaksAsync(engine);

        leaks.ShouldBeEmpty();
        attempt.Outcome.ShouldBe(Outcome.Passed);
        attempt.Finished!.Masked.ShouldBeGreaterThanOrEqualTo(2 * SecretForms.Names.Count());
        var known = attempt.Finished.Secrets.ShouldNotBeNull();
        known.Length.ShouldBe(SecretForms.Names.Count() + 1);
        known.ShouldAllBe(k => k.Values > 0 && k.Note == null);
    }

    [Fact]
    public async Task Run_WithoutTheReadingOfValues_ShowsThoseInsideAFormat()
    {
        await using var engine = await EngineHarness.StartAsync(replace: s => s.AddSingleton(SecretDefences.All with { Values = false }));

        var (_, leaks) = await LeaksAsync(engine);

        leaks.ShouldContain(".env");
        leaks.ShouldContain("YAML, base64");
        leaks.Count(l => !l.EndsWith("base64", StringComparison.Ordinal)).ShouldBeGreaterThan(10);
    }

    private async Task<(Attempt Attempt, List<string> Leaks)> LeaksAsync(EngineHarness engine)
    {
        // One file for each form, and the last form as a folder of files.
        var values = SecretForms.Names.ToDictionary(form => form, SecretForms.Value);
        string[] forms = [.. SecretForms.Names];
        var paths = forms.Select((form, i) => _folder.Write(SecretForms.Content(form, values[form]), $"{i:00}")).ToList();
        values["a folder"] = "S3cr3tValue-in-a-folder";
        _folder.Write(".ignored=ignored", "folder/other");
        _folder.Write($"TOKEN={values["a folder"]}", "folder/below/token.env");
        paths.Add(_folder.File("folder"));
        var body = string.Join('\n', values.Values.Select(v => $"echo 'printed {v}.'; printf %s '{v}' | base64"));

        var attempt = await engine.RunAsync(await engine.OpenAsync(SecretFolder.Check(body, paths)), "check");

        var output = await engine.OutputAsync(attempt.Id);
        return (attempt, [.. values.SelectMany(v => Leaks(v.Key, v.Value, output))]);
    }

    private static IEnumerable<string> Leaks(string form, string value, string output)
    {
        if (output.Contains(value, StringComparison.Ordinal))
            yield return form;
        // What its own bits decide, without the last characters.
        if (output.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(value))[..20], StringComparison.Ordinal))
            yield return $"{form}, base64";
    }
}
