using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Runs;

/// <summary>Reads the files whose content must never appear, anew for each attempt: a key may be rendered between two of them.</summary>
internal static class SecretFiles
{
    private const int MaxLength = 1 << 20;

    /// <summary>The content of every secret file that is there.</summary>
    /// <returns>The contents, and why masking cannot be relied on; a file that does not exist (yet) holds nothing to leak.</returns>
    public static (ImmutableArray<ReadOnlyMemory<byte>> Contents, string? Problem) Read(Runbook runbook, RunOpened opened)
    {
        var contents = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        foreach (var secret in runbook.Secrets)
        {
            var path = opened.Inputs.GetValueOrDefault(secret.File, secret.File);
            if (!Path.IsPathRooted(path))
                continue;
            try
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                if (!stream.CanSeek || stream.Length > MaxLength)
                    return ([], $"The secret file of {secret.File} is not a regular file of at most {MaxLength >> 20} MiB, so its content cannot be masked.");
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                contents.Add(content);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // Nothing there, nothing to leak; a preflight step says so in its own words.
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                // A step runs with the server's own rights, so it cannot read (and leak) what the server cannot.
            }
        }

        return (contents.ToImmutable(), null);
    }
}
