using System.Reflection;
using System.Text.RegularExpressions;
using Dashboard.Engine.Ports;
using Dashboard.Testing;

namespace Dashboard.Storage.Tests;

/// <summary>
/// A second database is measured by the contracts alone: a method that none of them calls is one that it may do in any way it likes.
/// </summary>
public sealed class PortsUnderContractTests
{
    private static readonly string Calls = string.Join('\n',
        Directory.GetFiles(RepositoryRoot.Of("tests", "Dashboard.Storage.Tests", "Contracts"), "*.cs")
            .SelectMany(File.ReadLines)
            .Select(line => line.Split("//")[0]));

    [Fact]
    public void EachMemberOfEachPort_IsAskedForByAContract()
    {
        var members = Ports().SelectMany(port => Members(port).Select(name => (Port: port.Name, Name: name))).Distinct().ToArray();

        members.ShouldContain((nameof(ILedgerStore), nameof(ILedgerStore.ReadRunAsync)));
        members.ShouldContain((nameof(IDatabase), nameof(IDatabase.Exists)));
        members.ShouldContain(m => m.Name == nameof(ILedgerStore.ReadOutputTailAsync), "what a port takes over from below is a part of it");
        members.Where(m => !IsAsked(m.Name)).ShouldBeEmpty();
    }

    /// <summary>Negative control: a name that no contract has is missed, and so is one that is only the beginning of another.</summary>
    [Theory]
    [InlineData("ReadNothingAsync")]
    [InlineData("ReadRun")]
    [InlineData("RunAsync")]
    public void NameThatNoContractCalls_IsMissed(string name) => IsAsked(name).ShouldBeFalse();

    // A method is called, or handed on to be called; a property is read. Either way its name stands behind a dot, and ends there.
    private static bool IsAsked(string name) => Regex.IsMatch(Calls, $@"\.{name}\b", RegexOptions.CultureInvariant);

    private static IEnumerable<Type> Ports()
    {
        var ports = typeof(IDatabase).Assembly.GetTypes().Where(t => t.IsInterface && t.Namespace == typeof(IDatabase).Namespace).ToArray();
        // With what they extend, which may lie in a project below; that of .NET itself is called by `using`.
        return ports.Concat(ports.SelectMany(p => p.GetInterfaces()))
            .Where(t => t.Namespace!.StartsWith(nameof(Dashboard), StringComparison.Ordinal))
            .Distinct();
    }

    private static IEnumerable<string> Members(Type port) => port.GetMembers()
        .Where(m => m is not MethodBase { IsSpecialName: true })
        .Select(m => m.Name);
}
