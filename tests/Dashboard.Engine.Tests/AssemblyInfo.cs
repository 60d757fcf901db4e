using Dashboard.Testing;

[assembly: TestFramework(typeof(NeedsFramework))]
[assembly: Needs(Need.Root, Need.Packages)]
