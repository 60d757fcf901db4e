using System.Formats.Tar;
using Dashboard.Execution.Containers;

namespace Dashboard.Execution.Secrets;

/// <summary>
/// Reads secret files of a container that does not run, from the engine's archive. Volumes are in it. A step gets at those files by
/// <c>docker cp</c>, or by starting the container. Links are followed, as programs in the container do.
/// </summary>
internal static class StoppedContainerSecrets
{
    /// <summary>Looks at one path.</summary>
    public static async Task<SecretReading> ReadAsync(ContainerFiles files, string container, SecretSource source, SecretDefences defences,
        CancellationToken limit)
    {
        var found = new Found(files, container);
        try
        {
            await found.AddAsync(Path.TrimEndingDirectorySeparator(source.Path!), 0, limit);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            return ContainerSecrets.Refused(source, container,
                limit.IsCancellationRequested ? "the engine did not answer in time" : e.Message);
        }

        if (found.Files.Count == 0)
            return SecretReading.Absent($"not there in {container}");
        var values = new SecretValues(defences);
        found.Files.ForEach(f => values.Add(f.Content, f.Name));
        return values.Problem is { } problem
            ? SecretReading.Refused($"{source.Name} in {container}: {problem}")
            : new(SecretState.Known) { Values = values.ToImmutable() };
    }

    private sealed class Found(ContainerFiles files, string container)
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private int _bytes, _folders;

        public List<(string? Name, byte[] Content)> Files { get; } = [];

        public async Task AddAsync(string path, int depth, CancellationToken limit, bool inFolder = false)
        {
            if (!_seen.Add(path))
                return;
            if (depth > HostSecrets.MaxDepth)
                throw new IOException($"its links lead further than {HostSecrets.MaxDepth} times");
            await using var archive = await files.ArchiveAsync(container, path, limit);
            if (archive is null)
                return;
            var links = new List<string>();
            await using (var reader = new TarReader(archive))
            {
                for (var top = true; await reader.GetNextEntryAsync(cancellationToken: limit) is { } entry; top = false)
                {
                    var inside = inFolder || !top;
                    // The archive names everything by the last part of the path.
                    var full = Path.Combine(Path.GetDirectoryName(path) ?? "/", entry.Name);
                    if (entry.EntryType == TarEntryType.Directory)
                        Count(ref _folders, 1, HostSecrets.MaxFolders, $"it holds more than {HostSecrets.MaxFolders} folders");
                    else if (entry.EntryType == TarEntryType.SymbolicLink)
                        links.Add(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(full) ?? "/", entry.LinkName)));
                    else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                        await TakeAsync(entry, inside ? Path.GetFileName(entry.Name) : null, limit);
                    else if (!inside && entry.EntryType != TarEntryType.HardLink)
                        throw new IOException("it is not a file");
                    inFolder |= top && entry.EntryType == TarEntryType.Directory;
                }
            }

            foreach (var link in links)
                await AddAsync(link, depth + 1, limit, inFolder);
        }

        private async Task TakeAsync(TarEntry entry, string? name, CancellationToken limit)
        {
            Count(ref _bytes, (int)Math.Min(entry.Length, HostSecrets.MaxBytes + 1), HostSecrets.MaxBytes,
                $"it is longer than {HostSecrets.MaxBytes >> 20} MiB");
            var content = new byte[entry.Length];
            if (entry.DataStream is { } data)
                await data.ReadExactlyAsync(content, limit);
            if (Files.Count == HostSecrets.MaxFiles)
                throw new IOException($"the folder holds more than {HostSecrets.MaxFiles} files");
            Files.Add((name, content));
        }

        private static void Count(ref int total, int more, int most, string words)
        {
            total += more;
            if (total > most)
                throw new IOException(words);
        }
    }
}
