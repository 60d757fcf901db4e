using System.Text;

namespace Dashboard.Testing;

/// <summary>
/// Holds what the product writes against a file that a person has looked at. <c>UPDATE_SNAPSHOTS=1</c> writes the files anew: then
/// <c>git diff</c> shows what has changed, and committing it is the approval.
/// </summary>
internal static class Snapshot
{
    private static bool Updates => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    /// <summary>Compares byte by byte.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="parts">The file's path in the repository.</param>
    public static void Match(string text, params string[] parts)
    {
        var file = RepositoryRoot.Of(parts);
        if (Updates)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text, new UTF8Encoding(false));
            return;
        }

        File.Exists(file).ShouldBeTrue(
            $"There is no {string.Join('/', parts)} yet. Run the test with UPDATE_SNAPSHOTS=1, read the file, and commit it.");
        text.ShouldBe(File.ReadAllText(file),
            $"{string.Join('/', parts)} has other bytes. If that is meant, run the test with UPDATE_SNAPSHOTS=1, read the difference, and "
                + "commit it.");
    }
}
