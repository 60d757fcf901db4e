using System.Globalization;
using System.Runtime.InteropServices;

namespace Dashboard.Execution.Checks;

/// <summary>The names of the host's users and groups, from wherever the host keeps them (getpwnam_r(3) and its kin).</summary>
internal static unsafe partial class UnixUsers
{
    private const int Room = 64 << 10;

    /// <summary>The number of a user given by name or number; null when there is none of that name.</summary>
    public static uint? UserId(string text) => Number(text) ?? Ask(text, true);

    /// <summary>The number of a group given by name or number; null when there is none of that name.</summary>
    public static uint? GroupId(string text) => Number(text) ?? Ask(text, false);

    /// <summary>A user's name; the number when it has none.</summary>
    public static string UserName(uint id) => Ask(id, true) ?? id.ToString(CultureInfo.InvariantCulture);

    /// <summary>A group's name; the number when it has none.</summary>
    public static string GroupName(uint id) => Ask(id, false) ?? id.ToString(CultureInfo.InvariantCulture);

    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static uint? Ask(string name, bool user)
    {
        var room = new byte[Room];
        fixed (byte* buffer = room)
        {
            void* found = null;
            Entry entry = default;
            _ = user ? UserByName(name, &entry, buffer, Room, &found) : GroupByName(name, &entry, buffer, Room, &found);
            return found is null ? null : entry.Id;
        }
    }

    private static string? Ask(uint id, bool user)
    {
        var room = new byte[Room];
        fixed (byte* buffer = room)
        {
            void* found = null;
            Entry entry = default;
            _ = user ? UserById(id, &entry, buffer, Room, &found) : GroupById(id, &entry, buffer, Room, &found);
            return found is null ? null : Marshal.PtrToStringUTF8(entry.Name);
        }
    }

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UserByName(string name, Entry* entry, byte* buffer, nuint length, void** found);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GroupByName(string name, Entry* entry, byte* buffer, nuint length, void** found);

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static partial int UserById(uint id, Entry* entry, byte* buffer, nuint length, void** found);

    [LibraryImport("libc", EntryPoint = "getgrgid_r")]
    private static partial int GroupById(uint id, Entry* entry, byte* buffer, nuint length, void** found);

    /// <summary>What <c>struct passwd</c> and <c>struct group</c> begin with alike, and room for the rest of either.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public nint Name;
        public nint Password;
        public uint Id;
        public uint Second;
        public nint Rest1, Rest2, Rest3, Rest4;
    }
}
