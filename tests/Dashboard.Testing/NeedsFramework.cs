using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Dashboard.Testing;

/// <summary>
/// xunit.v3, with tests skipped whose needs the machine does not meet. Not a skip in the test itself: by then its constructor has asked for
/// what is not there. Named in <c>Directory.Build.props</c> for each test project that uses this library.
/// </summary>
public sealed class NeedsFramework : XunitTestFramework
{
    /// <inheritdoc/>
    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) =>
        new Discoverer(((XunitTestFrameworkDiscoverer)base.CreateDiscoverer(assembly)).TestAssembly);

    private sealed class Discoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
    {
        protected override ValueTask<bool> FindTestsForMethod(
            IXunitTestMethod testMethod, ITestFrameworkDiscoveryOptions discoveryOptions,
            Func<ITestCase, ValueTask<bool>> discoveryCallback) =>
            Machine.Missing(NeedsAttribute.Of(testMethod.TestClass.Class, testMethod.Method)) is { } reason
                ? base.FindTestsForMethod(testMethod, discoveryOptions,
                    test => discoveryCallback(Skipped((IXunitTestCase)test, testMethod, reason)))
                : base.FindTestsForMethod(testMethod, discoveryOptions, discoveryCallback);

        private static XunitTestCase Skipped(IXunitTestCase test, IXunitTestMethod method, string reason) => new(
            method, test.TestCaseDisplayName, test.UniqueID, test.Explicit, skipReason: test.SkipReason ?? reason,
            traits: test.Traits.ToDictionary(t => t.Key, t => new HashSet<string>(t.Value)), sourceFilePath: test.SourceFilePath,
            sourceLineNumber: test.SourceLineNumber);
    }
}
