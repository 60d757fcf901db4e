using System.Globalization;
using Dashboard.Core.Runbooks.Checks;

namespace Dashboard.Execution.Checks;

/// <summary>Looks at a file or directory of this host. Links are not followed, and no content is shown.</summary>
internal sealed class FileCheckRunner() : CheckRunner<FileCheck>("file")
{
    private sealed record Found(FileStatus? Facts, string? Digest, string? Problem);

    /// <inheritdoc/>
    protected override bool LooksAtHost => true;

    /// <inheritdoc/>
    protected override async Task<string?> LookAsync(FileCheck check, StepExecution execution, CheckReport report, CancellationToken stop)
    {
        if (check.Path.Contains('\0', StringComparison.Ordinal) || check.Path.Split('/').Contains(".."))
            return $"The path {check.Path} has `..` or NUL in it; write it without.";
        // A slash or a dot at its end would make the system follow a link.
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(check.Path, execution.Folder));
        // A file system that does not answer holds a thread, not the step.
        var found = await Task.Run(() => LookAsync(path, check.Sha256 is not null, stop), CancellationToken.None).WaitAsync(stop);
        if (found.Facts is not { } facts)
        {
            if (found.Problem is null)
                report.Add("exists", !check.Exists, check.Exists ? "true" : "false", "false");
            else
                report.Fail("exists", check.Exists ? "true" : "false", $"no answer: {found.Problem}");
            return null;
        }

        report.Add("exists", check.Exists, check.Exists ? "true" : "false", "true");
        if (check.Exists)
            Compare(check, facts, found, report);
        return null;
    }

    private static void Compare(FileCheck check, FileStatus facts, Found found, CheckReport report)
    {
        if (check.Type is { } type && (type == FileType.File ? "file" : "directory") is var word)
            report.Add("type", facts.Type == word, word, facts.Type);
        else if (facts.Type == "symbolic link")
            report.Note("it is a symbolic link, which is looked at itself and not followed");
        if (!check.Modes.IsEmpty)
            report.Add("mode", check.Modes.Contains(facts.Mode), CheckReport.AnyOf(check.Modes.Select(Octal)), Octal(facts.Mode));
        if (check.Owner is { } owner)
            CompareOwner(owner, facts, report);
        if (check.MinSize is not null || check.MaxSize is not null)
            report.Add("size", facts.Size >= (check.MinSize ?? 0) && facts.Size <= (check.MaxSize ?? long.MaxValue),
                SizeWords(check), Bytes(facts.Size));
        if (check.Sha256 is { } digest)
            report.Add("sha256", found.Digest == digest, digest, found.Digest ?? $"none: {found.Problem}");
    }

    private static void CompareOwner(string owner, FileStatus facts, CheckReport report)
    {
        var parts = owner.Split(':', 2);
        var user = parts[0].Length == 0 ? facts.User : UnixUsers.UserId(parts[0]);
        var group = parts.Length == 1 || parts[1].Length == 0 ? facts.Group : UnixUsers.GroupId(parts[1]);
        var names = (UnixUsers.UserName(facts.User), UnixUsers.GroupName(facts.Group));
        var holds = user == facts.User && group == facts.Group;
        var found = holds ? owner : parts.Length == 1 ? names.Item1 : $"{names.Item1}:{names.Item2}";
        report.Add("owner", holds, owner,
            found + (user is null ? $"; there is no user {parts[0]}" : group is null ? $"; there is no group {parts[1]}" : ""));
    }

    private static async Task<Found> LookAsync(string path, bool digest, CancellationToken stop)
    {
        FileStatus? facts = null;
        try
        {
            facts = FileStatus.Of(path);
            return !digest || facts is null ? new(facts, null, null)
                : facts.Type == "file" ? new(facts, await facts.DigestAsync(path, stop), null)
                : new(facts, null, $"it is a {facts.Type}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(facts, null, e.Message);
        }
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');

    private static string Bytes(long size) => string.Create(CultureInfo.InvariantCulture, $"{size} bytes");

    private static string SizeWords(FileCheck check) => (check.MinSize, check.MaxSize) switch
    {
        ({ } least, { } most) when least == most => Bytes(least),
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"{least} to {most} bytes"),
        ({ } least, null) => $"at least {Bytes(least)}",
        (_, var most) => $"at most {Bytes(most ?? 0)}",
    };
}
