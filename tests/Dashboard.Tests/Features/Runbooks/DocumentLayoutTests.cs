using Dashboard.Core.Runbooks;
using Dashboard.Features.Runbooks;
using Dashboard.Testing;

namespace Dashboard.Tests.Features.Runbooks;

public sealed class DocumentLayoutTests
{
    private static readonly Step Key = RunBuilder.Step("ca-key", StepKind.Preflight, "The key is private", "preflight");

    [Fact]
    public void Heading_NamedLikeTheStepBelow_BecomesTheCardWithItsProse()
    {
        var items = Layout(new DocumentBlock.Heading(3, "The key is private", "the-key"), new DocumentBlock.Prose("<p>why</p>"),
            new DocumentBlock.StepPlace("ca-key"));

        var card = items.ShouldHaveSingleItem().ShouldBeOfType<LayoutItem.StepItem>();
        (card.Step.Id, card.Anchor).ShouldBe(("ca-key", "the-key"));
        card.Intro.ShouldBe(["<p>why</p>"]);
    }

    [Fact]
    public void Gate_BetweenAStepAndItsIntroduction_StandsBeforeBoth()
    {
        var items = Layout(new DocumentBlock.Heading(3, "The key is private", "the-key"), new DocumentBlock.Prose("<p>why</p>"),
            new DocumentBlock.GatePlace("go"), new DocumentBlock.StepPlace("ca-key"));

        items.Select(i => i.GetType()).ShouldBe([typeof(LayoutItem.GateItem), typeof(LayoutItem.StepItem)]);
        ((LayoutItem.StepItem)items[1]).Intro.ShouldBe(["<p>why</p>"]);
    }

    [Fact]
    public void Heading_OfAnotherName_StandsForItself() =>
        Layout(new DocumentBlock.Heading(3, "Keys", "keys"), new DocumentBlock.Prose("<p>why</p>"), new DocumentBlock.StepPlace("ca-key"))
            .Select(i => i.GetType()).ShouldBe([typeof(LayoutItem.Title), typeof(LayoutItem.Text), typeof(LayoutItem.StepItem)]);

    [Fact]
    public void Heading_OfASection_StaysEvenWhenAStepBearsItsName() =>
        Layout(new DocumentBlock.Heading(2, "The key is private", "the-key"), new DocumentBlock.StepPlace("ca-key")).Length.ShouldBe(2);

    [Fact]
    public void Title_OfTheRunbook_IsNotSaidTwiceAndKeepsItsPlace() =>
        Layout(new DocumentBlock.Heading(1, "Cutover", "cutover"), new DocumentBlock.Prose("<p>x</p>"))
            .ShouldBe([new LayoutItem.Place("cutover"), new LayoutItem.Text("<p>x</p>")]);

    [Fact]
    public void Step_NamedByTheHeadingAboveIt_KeepsTheHeadingsPlace() =>
        Layout(new DocumentBlock.StepPlace("ca-key", "the-key")).ShouldHaveSingleItem()
            .ShouldBeOfType<LayoutItem.StepItem>().Anchor.ShouldBe("the-key");

    [Fact]
    public void Place_OfNothing_IsPassedOver() =>
        Layout(new DocumentBlock.StepPlace("gone"), new DocumentBlock.GatePlace("gone")).ShouldBeEmpty();

    private static System.Collections.Immutable.ImmutableArray<LayoutItem> Layout(params DocumentBlock[] blocks) =>
        DocumentLayout.Of(new Runbook
        {
            Title = "Cutover",
            Steps = [Key],
            Gates = [new Gate { Id = "go", Title = "go", Phrase = "go", Unlocks = StepKind.Mutating }],
            Document = [.. blocks],
        });
}
