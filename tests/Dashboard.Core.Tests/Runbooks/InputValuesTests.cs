using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>What values of each type look like.</summary>
public sealed class InputValuesTests
{
    private static readonly RunbookInput Colour = new("COLOUR", "", null, false, null, InputKind.Choice) { Options = ["blue", "green"] };

    [Theory]
    [InlineData(InputKind.Integer, "12", null)]
    [InlineData(InputKind.Integer, " -3 ", null)]
    [InlineData(InputKind.Integer, "123456789012345678901234567890", null)]
    [InlineData(InputKind.Integer, "1.5", "A must be a whole number, such as 12.")]
    [InlineData(InputKind.Integer, "１２", "A must be a whole number, such as 12.")]
    [InlineData(InputKind.Boolean, "true", null)]
    [InlineData(InputKind.Boolean, "yes", "A must be true or false.")]
    [InlineData(InputKind.Path, "/srv/app", null)]
    [InlineData(InputKind.Path, "srv/app", "A must be an absolute path without `..`, such as /srv/app.")]
    [InlineData(InputKind.Path, "/srv/../etc", "A must be an absolute path without `..`, such as /srv/app.")]
    [InlineData(InputKind.Path, "/srv/..data", null)]
    [InlineData(InputKind.Secret, "hunter22", null)]
    [InlineData(InputKind.Secret, "short", "A has 5 characters; fewer than 6 cannot be masked. Use a longer secret.")]
    [InlineData(InputKind.List, "web-1, web-2\nweb-3", null)]
    [InlineData(InputKind.List, "web-1 web-2 web-1", "A names web-1 twice. Keep one of them.")]
    public void Problem_OfEachType_SaysWhatToWriteInstead(InputKind type, string value, string? problem) =>
        InputValues.Problem(new("A", "", null, false, null, type), value).ShouldBe(problem);

    [Fact]
    public void Problem_OfAChoice_NamesTheOptions()
    {
        InputValues.Problem(Colour, "blue").ShouldBeNull();
        InputValues.Problem(Colour, "red").ShouldBe("COLOUR must be one of: blue, green.");
    }

    [Fact]
    public void Problem_OfAListWithAPattern_IsThatOfEachValue()
    {
        var nodes = new RunbookInput("NODES", "", "web-[0-9]+", false, null, InputKind.List);
        InputValues.Problem(nodes, "web-1 web-2").ShouldBeNull();
        InputValues.Problem(nodes, "web-1 db-1").ShouldBe("Each value of NODES must match web-[0-9]+; db-1 does not.");
        InputValues.Problem(nodes, string.Join(' ', Enumerable.Range(1, 201).Select(i => $"web-{i}")))
            .ShouldBe("NODES has 201 values; at most 200 are allowed.");
    }

    [Theory]
    [InlineData(InputKind.List, " web-1,web-2\r\n\tweb-3 ", "web-1 web-2 web-3")]
    [InlineData(InputKind.Boolean, "", "false")]
    [InlineData(InputKind.Integer, " 7 ", "7")]
    [InlineData(InputKind.Text, " as it is ", " as it is ")]
    [InlineData(InputKind.Secret, " as it is ", " as it is ")]
    public void Normal_WhateverWayItIsTyped_IsOneForSteps(InputKind type, string typed, string normal) =>
        InputValues.Normal(new("A", "", null, false, null, type), typed).ShouldBe(normal);
}
