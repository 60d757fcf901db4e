[assembly: TestFramework(typeof(Dashboard.Testing.NeedsFramework))]
