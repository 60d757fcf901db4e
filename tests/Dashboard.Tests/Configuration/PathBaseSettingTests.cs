using Dashboard.Web;

namespace Dashboard.Tests.Configuration;

public sealed class PathBaseSettingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("cutover", "/cutover")]
    [InlineData("/cutover/", "/cutover")]
    [InlineData("/ops/cutover-2", "/ops/cutover-2")]
    [InlineData("/ops//cutover", null)]
    [InlineData("/../etc", null)]
    [InlineData("/cut over", null)]
    [InlineData("https://host/cutover", null)]
    [InlineData("/cutover?x", null)]
    public void Setting_IsAPathOrRefused(string setting, string? path) => PathBase.Read(setting).ShouldBe(path);
}
