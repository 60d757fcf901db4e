using System.Text;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

public sealed class RunbookTextTests
{
    [Fact]
    public void Text_ThatIsUtf8_IsReadAsItIs()
    {
        var text = "a\u00e9\u4fdd\U0001F600\uFFFD\0\n" + new string('x', 1_000);
        RunbookText.Decode(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
        RunbookText.StrayByte(text).ShouldBeNull();
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0xE9, (byte)'b' }, 1, 0xE9)]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, 0, 0xFF)]
    [InlineData(new byte[] { (byte)'a', 0xC3 }, 1, 0xC3)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 0, 0xED)]
    public void Byte_ThatIsNoUtf8_KeepsItsPlace(byte[] bytes, int at, int value)
    {
        RunbookText.StrayByte(RunbookText.Decode(bytes)).ShouldBe((at, (byte)value));
    }

    [Fact]
    public void Runbook_ThatIsNotUtf8_IsRefusedInItsPlace()
    {
        var bytes = Encoding.Latin1.GetBytes("# Caf\u00e9\n\n```bash {#a .preflight}\necho caf\u00e9\n```\n");

        var found = RunbookParser.Parse("x.md", RunbookText.Decode(bytes)).Diagnostics.First(d => d.Code == DiagnosticCodes.NotText);

        (found.Severity, found.Line, found.Column).ShouldBe((DiagnosticSeverity.Error, 1, 6));
        found.Message.ShouldContain("0xE9");
    }
}
