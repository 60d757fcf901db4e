using Dashboard.Testing;

[assembly: TestFramework(typeof(NeedsFramework))]
