using System.Globalization;

namespace Dashboard.Execution.Processes;

/// <summary>
/// Where a folder can be seen: by its own path, wherever the file system it lies on, or a part of it, is mounted once more, and through an
/// overlay of which it is a part.
/// </summary>
internal static class HiddenPaths
{
    /// <summary>One line of <c>/proc/self/mountinfo</c> (proc(5)).</summary>
    /// <param name="Device">The file system.</param>
    /// <param name="Root">The folder in it that is mounted.</param>
    /// <param name="Point">Where it is mounted.</param>
    /// <param name="Layers">Of an overlay: the folders it is made of.</param>
    public sealed record MountLine(string Device, string Root, string Point, params string[] Layers);

    private static volatile Known? _last;

    /// <summary>Every path by which a folder can be reached.</summary>
    /// <param name="folder">Its real path.</param>
    public static IReadOnlyList<string> Of(string folder)
    {
        // Asked before every check, and mounts change seldom: what was found is right as long as the kernel says the same.
        var mounts = File.ReadAllText("/proc/self/mountinfo");
        if (_last is { } last && last.Mounts == mounts && last.Folder == folder)
            return last.Paths;
        var paths = Of(folder, mounts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read));
        _last = new(mounts, folder, paths);
        return paths;
    }

    /// <summary>Where in a folder something is mounted, the folder itself included.</summary>
    /// <param name="folder">Its real path.</param>
    public static IEnumerable<string> MountsIn(string folder) =>
        File.ReadLines("/proc/self/mountinfo").Select(line => Read(line).Point).Where(point => IsIn(point, folder));

    /// <summary>Every path by which a folder can be reached through these mounts.</summary>
    public static IReadOnlyList<string> Of(string folder, IEnumerable<MountLine> mounts)
    {
        var all = mounts.ToArray();
        // The mount it lies on: the longest that leads to it, and of equal ones the last, which covers the others.
        if (all.Where(m => IsIn(folder, m.Point)).Select((m, i) => (m, i)).OrderBy(p => p.m.Point.Length).ThenBy(p => p.i).LastOrDefault().m
            is not { } own)
            return [folder];
        var inside = Join(own.Root, folder[own.Point.TrimEnd('/').Length..]);
        return [.. all
            .Where(m => m.Device == own.Device)
            .Select(m => Seen(m, inside))
            .Concat(
                all.SelectMany(m => m.Layers.Select(layer => IsIn(folder, layer) ? Seen(m, folder[layer.TrimEnd('/').Length..])
                    : IsIn(layer, folder) ? m.Point
                    : null)))
            .OfType<string>()
            .Append(folder)
            .Distinct(StringComparer.Ordinal)
            // A parent first: what is covered as a whole needs no covers inside.
            .OrderBy(p => p.Length)];
    }

    private static string? Seen(MountLine mount, string inside) =>
        IsIn(inside, mount.Root) ? Join(mount.Point, inside[mount.Root.TrimEnd('/').Length..]) // it lies below what is mounted there
        : IsIn(mount.Root, inside) ? mount.Point // a part of it is mounted there
        : null;

    /// <summary>Reads, for example, <c>167 165 8:1 /srv/data /mnt rw,relatime shared:1 - ext4 /dev/sda1 rw</c>.</summary>
    private static MountLine Read(string line)
    {
        var fields = line.Split(' ');
        return new(fields[2], Unescape(fields[3]), Unescape(fields[4]), Layers(fields));
    }

    // After the dash come type, source and options: overlay overlay rw,lowerdir=/one:/two,upperdir=/three,workdir=/four
    private static string[] Layers(string[] fields)
    {
        var dash = Array.IndexOf(fields, "-");
        if (dash < 0 || dash + 3 >= fields.Length || fields[dash + 1] != "overlay")
            return [];
        return [.. Unescape(fields[dash + 3]).Split(',')
            .Select(option => option.Split('=', 2))
            .Where(option => option is ["lowerdir" or "upperdir" or "lowerdir+", _])
            .SelectMany(option => option[1].Split(':', StringSplitOptions.RemoveEmptyEntries))
            .Where(path => path.StartsWith('/'))];
    }

    /// <summary>A path as it stands in that file: <c>\040</c> for a space, <c>\011</c>, <c>\012</c>, <c>\134</c>.</summary>
    public static string Unescape(string text)
    {
        for (var at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at + 4 <= text.Length; at = text.IndexOf('\\', at + 1))
            text = text[..at] + (char)Convert.ToInt32(text.Substring(at + 1, 3), 8) + text[(at + 4)..];
        return text;
    }

    private static bool IsIn(string path, string folder) =>
        folder == "/" || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static string Join(string folder, string rest) =>
        string.Create(CultureInfo.InvariantCulture, $"{folder.TrimEnd('/')}/{rest.TrimStart('/')}").TrimEnd('/') is { Length: > 0 } path
            ? path
            : "/";

    private sealed record Known(string Mounts, string Folder, IReadOnlyList<string> Paths);
}
