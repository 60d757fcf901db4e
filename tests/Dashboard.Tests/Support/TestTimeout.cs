using System.Runtime.CompilerServices;
using Bunit;

namespace Dashboard.Tests.Support;

/// <summary>How long a test waits for a page to show something: long enough for a machine that is busy with other things.</summary>
internal static class TestTimeout
{
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
}
