using System.IO.Compression;
using Dashboard.Core.Ledger;
using Dashboard.Execution.Checks;

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
    /// <param name="name">Its path.</param>
    /// <param name="most">How many bytes it may have; reading more throws <see cref="InvalidDataException"/>.</param>
    Stream Open(string name, long most);
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
            return Zip.Of(path);
        }
        catch (InvalidDataException e)
        {
            throw new StorageException($"{path} is not a bundle: {e.Message}", e);
        }
    }

    private sealed class Folder(string root) : IBundleSource
    {
        public IEnumerable<BundleItem> Items() => Below("", BundleLimits.Depth);

        public Stream Open(string name, long most) => new BoundedStream(File.OpenRead(Path.Combine(root, name)), name, most);

        public void Dispose()
        {
        }

        private IEnumerable<BundleItem> Below(string folder, int depth)
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(Path.Combine(root, folder)))
            {
                var name = Path.GetRelativePath(root, entry);
                var type = FileStatus.Of(entry)?.Type ?? "gone";
                if (type == "directory" && depth == 0)
                {
                    yield return new(name, "a folder too deep inside others");
                }
                else if (type == "directory")
                {
                    foreach (var item in Below(name, depth - 1))
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

        /// <summary>
        /// Opens a zip. Its list of files is read at once, and no more than it may hold: the number it states may be any.
        /// </summary>
        public static Zip Of(string path)
        {
            var file = new BoundedStream(File.OpenRead(path), "The list of files in the zip", BundleLimits.Listing);
            try
            {
                var archive = new ZipArchive(file, ZipArchiveMode.Read);
                _ = archive.Entries.Count;
                file.Unbounded();
                return new(archive);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        public IEnumerable<BundleItem> Items()
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in archive.Entries.Where(e => !e.FullName.EndsWith('/')))
            {
                var type = (entry.ExternalAttributes >> 16) & TypeMask;
                yield return new(entry.FullName,
                    !seen.Add(entry.FullName) ? "there twice" : type is PlainFile or 0 ? null : "no plain file");
            }
        }

        public Stream Open(string name, long most) => new BoundedStream(archive.GetEntry(name)!.Open(), name, most);

        public void Dispose() => archive.Dispose();
    }
}
