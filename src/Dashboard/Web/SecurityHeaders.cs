namespace Dashboard.Web;

/// <summary>What the browser may do with our pages: run our scripts and nothing else, in nobody's frame.</summary>
internal static class SecurityHeaders
{
    /// <summary>The headers of every answer.</summary>
    public static HeaderPolicyCollection Policy() => new HeaderPolicyCollection()
        .AddOwnSiteAlone()
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().None();
            csp.AddScriptSrc().Self();
            // MudBlazor writes its theme and its positions as style elements and attributes.
            csp.AddStyleSrc().Self().UnsafeInline();
            csp.AddImgSrc().Self().Data();
            csp.AddFontSrc().Self();
            csp.AddConnectSrc().Self();
            csp.AddFormAction().Self();
            csp.AddBaseUri().Self();
            csp.AddFrameAncestors().None();
        });

    /// <summary>What pages, downloads and images have in common: no other site frames, opens or embeds them; no type is guessed.</summary>
    public static HeaderPolicyCollection AddOwnSiteAlone(this HeaderPolicyCollection policy) => policy
        .AddFrameOptionsDeny()
        .AddContentTypeOptionsNoSniff()
        // With "no-referrer" browsers send "Origin: null" with our own forms, and they could not be told from foreign ones.
        .AddReferrerPolicySameOrigin()
        .AddCrossOriginOpenerPolicy(p => p.SameOrigin())
        .AddCrossOriginResourcePolicy(p => p.SameOrigin());
}
