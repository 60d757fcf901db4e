namespace Dashboard.Shared.Rendering;

/// <summary>Where a runbook's page is, whatever characters its file's name has.</summary>
public static class RunbookAddress
{
    /// <summary>The address, relative to the site's base: <c>runbooks/night/a%23b</c>.</summary>
    public static string Of(string slug) => Below("runbooks/", slug);

    /// <summary>Where the first runbook that could be made of a document is shown.</summary>
    public static string AdoptionOf(string slug) => Below("adopt/", slug);

    /// <summary>Where that is downloaded.</summary>
    public static string DraftOf(string slug) => Below("drafts/", slug);

    private static string Below(string folder, string slug)
    {
        ArgumentNullException.ThrowIfNull(slug);
        return folder + string.Join('/', slug.Split('/').Select(Uri.EscapeDataString));
    }
}
