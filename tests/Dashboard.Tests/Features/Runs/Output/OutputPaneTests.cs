using Bunit;
using Dashboard.Core.Output;
using Dashboard.Features.Runs.Output;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Tests.Features.Runs.Output;

public sealed class OutputPaneTests : ScreenTest
{
    [Fact]
    public void Pane_Output_ShowsLinesAndTellsTheStreamsApart()
    {
        Output.Write("a1", "ok one\nok two\n").Write("a1", "trouble\n", OutputChannel.Stderr);

        var pane = Pane();

        pane.FindAll(".line").Select(l => l.TextContent).ShouldBe(["ok one\n", "ok two\n", "trouble\n"]);
        pane.Find(".is-stderr").GetAttribute("title").ShouldBe("standard error");
        pane.Find(".output-tools").TextContent.ShouldContain("3 lines, 1 from standard error");
        pane.Find("a[download]").GetAttribute("href").ShouldBe("runs/run-1/attempts/a1/output");
    }

    [Fact]
    public void Pane_Nothing_SaysSo() => Pane().Find(".output-tools").TextContent.ShouldContain("No output");

    [Fact]
    public void Pane_Running_FollowsWhatIsStored()
    {
        Output.Write("a1", "one\n");
        var pane = Pane(running: true);

        Output.Write("a1", "tw").Write("a1", "o\n");
        Feed.Publish("run-1");

        pane.WaitForAssertion(() => pane.FindAll(".line").Select(l => l.TextContent).ShouldBe(["one\n", "two\n"]));
    }

    [Fact]
    public void Pane_Ended_ReadsToTheEnd()
    {
        Output.Write("a1", "one\n");
        var pane = Pane(running: true);

        Output.Write("a1", "last words");
        pane.Render(p => p.Add(c => c.Running, false));

        pane.WaitForAssertion(() => pane.FindAll(".line")[^1].TextContent.ShouldBe("last words\n"));
    }

    // The step ended while the pane read for the first time.
    [Fact]
    public async Task Pane_EndedDuringItsFirstRead_ReadsToTheEnd()
    {
        var disk = new TaskCompletionSource();
        Output.Write("a1", "one\n").Held = disk.Task;
        var pane = Pane(running: true);

        Output.Write("a1", "last words");
        pane.Render(p => p.Add(c => c.Running, false));
        await pane.InvokeAsync(disk.SetResult);

        pane.WaitForAssertion(() => pane.FindAll(".line").Select(l => l.TextContent).ShouldBe(["one\n", "last words\n"]));
    }

    [Fact]
    public void Pane_BytesLeftOut_MarksThePlace()
    {
        Output.Write("a1", "head\n").Write("a1", "tail\n", skip: 40);

        var pane = Pane(omitted: 1_234_567);

        pane.FindAll(".line").Select(l => l.TextContent)
            .ShouldBe(["head\n", "[1,234,567 bytes omitted here: the output exceeded the size limit]\n", "tail\n"]);
    }

    [Fact]
    public void Pane_MoreThanItHolds_ShowsTheTailAndOffersEarlier()
    {
        for (var i = 0; i < 30; i++)
            Output.Write("a1", string.Concat(Enumerable.Range(0, 100).Select(n => $"line {(i * 100) + n}\n")));
        var pane = Pane();

        pane.FindAll(".line").Count.ShouldBe(2_000);
        pane.FindAll(".line")[^1].TextContent.ShouldBe("line 2999\n");
        pane.FindAll("button").First(b => b.TextContent == "Find").Click();
        pane.Find("input").Input("line 7 ");
        pane.Find("[role=status]").TextContent.ShouldBe("not found in these lines");
        pane.FindAll("a").First(a => a.TextContent == "Search all of it").GetAttribute("href").ShouldBe("evidence?run=run-1&q=line%207%20");
        pane.FindAll("button").First(b => b.TextContent == "Show earlier").Click();

        pane.FindAll(".line")[0].TextContent.ShouldBe("line 0\n");
    }

    [Fact]
    public void Find_Text_CountsMarksAndMoves()
    {
        Output.Write("a1", "alpha\nbeta\nAlphabet\n");
        var pane = Pane();

        pane.FindAll("button").First(b => b.TextContent == "Find").Click();
        pane.Find("input[type=search]").Input("alpha");

        pane.Find("[role=status]").TextContent.ShouldBe("1 of 2");
        pane.FindAll("mark").Select(m => m.TextContent).ShouldBe(["alpha", "Alpha"]);
        pane.Find("[aria-label='Next match']").Click();
        pane.Find("[role=status]").TextContent.ShouldBe("2 of 2");
        pane.Find(".is-current").TextContent.ShouldBe("Alphabet\n");
        pane.Find("input[type=search]").KeyDown(new KeyboardEventArgs { Key = "Escape" });
        pane.FindAll("mark").ShouldBeEmpty();
    }

    [Fact]
    public void Pane_HostileOutput_IsTextAndNothingElse()
    {
        Output.Write("a1",
            "<script>alert(1)</script>\u001b[31m<img src=x "
                + "onerror=alert(1)>\u001b[0m\u001b]8;;javascript:alert(1)\u0007click\u001b]8;;\u0007\n");

        var pane = Pane();

        pane.FindAll(".line script, .line img, .line a").ShouldBeEmpty();
        pane.Find(".line").TextContent.ShouldBe("<script>alert(1)</script><img src=x onerror=alert(1)>click\n");
        pane.Find(".line .ansi-hidden").GetAttribute("title")!.ShouldContain("The download contains it.");
    }

    private IRenderedComponent<OutputPane> Pane(bool running = false, long omitted = 0) => Context.Render<OutputPane>(p => p
        .Add(c => c.RunId, "run-1").Add(c => c.AttemptId, "a1").Add(c => c.Title, "a step").Add(c => c.Running, running)
        .Add(c => c.Omitted, omitted));
}
