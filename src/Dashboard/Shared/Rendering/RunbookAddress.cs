namespace Dashboard.Shared.Rendering;

/// <summary>The address of a runbook's page, relative to the site's root. Any name of a file is fine: <c>100% done?.md</c> too.</summary>
public static class RunbookAddress
{
    /// <summary>The page of a runbook.</summary>
    /// <param name="slug">Its slug, with forward slashes.</param>
    public static string Of(string slug)
    {
        ArgumentNullException.ThrowIfNull(slug);
        return "runbooks/" + string.Join('/', slug.Split('/').Select(Uri.EscapeDataString));
    }
}
