using System.IO.Compression;
using Dashboard.Engine.Execution.Checks;
using Dashboard.Engine.Storage;

namespace Dashboard.Engine.Evidence.Bundles;

/// <summary>Something in a bundle.</summary>
/// <param name="Name">Its path, with forward slashes.</param>
/// <param name="Problem">Why it may not be there, such as <c>a symbolic link</c>; null for a plain file.</param>
internal sealed record BundleItem(string Name, string? Problem);

/// <summary>A bundle that is to be verified.</summary>
internal interface IBundleSource : IDisposable
{
    /// <summary>Everything in it but folders, links not followed.</summary>
    IEnumerable<BundleItem> Items();

    /// <summary>Opens a plain file.</summary>
    Stream Open(string name);
}

/// <summary>Opens bundles.</summary>
internal static class BundleSource
{
    /// <summary>The bundle at a path: a folder, or a zip.</summary>
    /// <exception cref="StorageException">There is none.</exception>
    public static IBundleSource Of(string path)
    {
        if (Directory.Exists(path))
            return new Folder(Path.GetFullPath(path));
        if (!File.Exists(path))
            throw new StorageException($"There is no bundle {path}. Name a folder or a zip that `export` made.");
        try
        {
            return new Zip(ZipFile.OpenRead(path));
        }
        catch (InvalidDataException e)
        {
            throw new StorageException($"{path} is no bundle: {e.Message}", e);
        }
    }

    private sealed class Folder(string root) : IBundleSource
    {
        public IEnumerable<BundleItem> Items() => Below("");

        public Stream Open(string name) => File.OpenRead(Path.Combine(root, name));

        public void Dispose()
        {
        }

        private IEnumerable<BundleItem> Below(string folder)
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(Path.Combine(root, folder)))
            {
                var name = Path.GetRelativePath(root, entry);
                var type = FileFacts.Of(entry)?.Type ?? "gone";
                if (type == "directory")
                {
                    foreach (var item in Below(name))
                        yield return item;
                }
                else
                {
                    yield return new(name, type == "file" ? null : $"a {type}");
                }
            }
        }
    }

    private sealed class Zip(ZipArchive archive) : IBundleSource
    {
        private const int TypeMask = 0xF000, PlainFile = 0x8000;

        public IEnumerable<BundleItem> Items()
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in archive.Entries.Where(e => !e.FullName.EndsWith('/')))
            {
                var type = (entry.ExternalAttributes >> 16) & TypeMask;
                yield return new(entry.FullName, !seen.Add(entry.FullName) ? "there twice" : type is PlainFile or 0 ? null : "no plain file");
            }
        }

        public Stream Open(string name) => archive.GetEntry(name)!.Open();

        public void Dispose() => archive.Dispose();
    }
}
