namespace Dashboard.Shared.Rendering;

/// <summary>Where a runbook's page is, whatever characters its file's name has.</summary>
public static class RunbookAddress
{
    /// <summary>The address, relative to the site's base: <c>runbooks/night/a%23b</c>.</summary>
    public static string Of(string slug)
    {
        ArgumentNullException.ThrowIfNull(slug);
        return "runbooks/" + string.Join('/', slug.Split('/').Select(Uri.EscapeDataString));
    }
}
