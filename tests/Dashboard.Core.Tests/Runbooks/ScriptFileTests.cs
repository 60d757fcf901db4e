using System.Text;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>Which files a shell takes for scripts, by what they are called and how they begin.</summary>
public sealed class ScriptFileTests
{
    [Theory]
    [InlineData("deploy.sh", "true\n", true)]
    [InlineData("lib/DEPLOY.SH", "true\n", true)]
    [InlineData("deploy.bash", "", true)]
    [InlineData("deploy", "#!/bin/sh\ntrue\n", true)]
    [InlineData("deploy.py", "#!/usr/bin/python3\n", true)]
    [InlineData("deploy", "\uFEFF#!/bin/sh\ntrue\n", true)]
    [InlineData("deploy", "true\n", false)]
    [InlineData("deploy", "\n#!/bin/sh\n", false)]
    [InlineData("notes.txt", "a file.sh\n", false)]
    [InlineData("deploy.sh.txt", "true\n", false)]
    [InlineData(".sh/notes", "true\n", false)]
    [InlineData("empty", "", false)]
    public void IsCalledOne_ByItsEndingOrItsFirstBytes(string path, string content, bool called) =>
        ScriptFile.IsCalledOne(path, Encoding.UTF8.GetBytes(content)).ShouldBe(called);

    [Theory]
    [InlineData("true\n", true)]
    [InlineData("", true)]
    [InlineData("true\n# \0\n", true)]
    [InlineData("true # \0\ntrue\n", false)]
    [InlineData("true # \0", false)]
    public void IsRunnable_AsBashDoes_WhenItsFirstLineIsText(string content, bool runnable) =>
        ScriptFile.IsRunnable(Encoding.UTF8.GetBytes(content)).ShouldBe(runnable);

    [Fact]
    public void IsRunnable_OfWhatIsNotUtf8_IsFalse() =>
        ScriptFile.IsRunnable(Encoding.Latin1.GetBytes("# caf\u00E9\ntrue\n")).ShouldBeFalse();
}
