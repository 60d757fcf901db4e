using Dashboard.Browser.Tests.Support;
using Dashboard.Testing;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: TestFramework(typeof(NeedsFramework))]
[assembly: Needs(Need.Root, Need.Docker, Need.Browser, Need.Packages)]
