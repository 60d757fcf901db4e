using Dashboard.Browser.Tests.Support;

[assembly: AssemblyFixture(typeof(Chromium))]
