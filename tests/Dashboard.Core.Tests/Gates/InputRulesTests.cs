using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Tests.Gates;

public sealed class InputRulesTests
{
    private static readonly RunbookInput Key = new("KEY_FILE", "path of the key", "^/[A-Za-z0-9._/-]+$", Required: true, Default: null);
    private static readonly RunbookInput Free = new("NOTE", "anything", Pattern: null, Required: false, Default: null);

    [Theory]
    [InlineData("/run/keys/ca")]
    [InlineData("/a")]
    public void Problem_ValueThatMatches_IsNull(string value) => InputRules.Problem(Key, value).ShouldBeNull();

    [Theory]
    [InlineData("relative/path")]
    [InlineData("/with space")]
    [InlineData("/$(id)")]
    [InlineData("/ends-with-newline\n")]
    [InlineData("-rf")]
    public void Problem_ValueThatDoesNotMatch_NamesThePattern(string value) =>
        InputRules.Problem(Key, value).ShouldBe("KEY_FILE must match ^/[A-Za-z0-9._/-]+$");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Problem_RequiredAndEmpty_SaysWhatToFillIn(string? value) =>
        InputRules.Problem(Key, value).ShouldBe("KEY_FILE is required: path of the key");

    [Theory]
    [InlineData("it's \"quoted\" $(id) `id` ; rm -rf /")]
    [InlineData("two\nlines")]
    [InlineData("-n")]
    public void Problem_FreeText_TakesAnythingThatAnEnvironmentCanHold(string value) => InputRules.Problem(Free, value).ShouldBeNull();

    [Fact]
    public void Problem_Nul_IsRefused() => InputRules.Problem(Free, "a\0b")!.ShouldContain("NUL");

    [Fact]
    public void Problem_PatternThatNeverEnds_IsRefusedInTime() =>
        InputRules.Problem(Free with { Pattern = "(a+)+b" }, new string('a', 5000))!.ShouldContain("could not be compared");

    [Fact]
    public void Problem_Length_IsBoundedByWhatAnEnvironmentHolds()
    {
        InputRules.Problem(Free, new string('a', InputValues.MaxLength)).ShouldBeNull();
        InputRules.Problem(Free, new string('a', InputValues.MaxLength + 1))
            .ShouldBe("NOTE has 32769 characters; at most 32768 are allowed.");
    }

    [Fact]
    public void Problems_ValueThatDoesNotMatch_IsRefused() =>
        InputRules.Problems([Key], new Dictionary<string, string> { ["KEY_FILE"] = "x" })
        .ShouldHaveSingleItem().ShouldBe(new LockReason(LockCode.Invalid, "KEY_FILE must match ^/[A-Za-z0-9._/-]+$", "Change the input."));

    [Fact]
    public void Problems_UnknownName_IsRefused()
    {
        var problems = InputRules.Problems([Free], new Dictionary<string, string> { ["PATH"] = "/tmp" });
        problems.ShouldHaveSingleItem().ShouldBe(new LockReason(LockCode.Invalid, "The runbook has no input PATH.", "Leave it out."));
    }
}
