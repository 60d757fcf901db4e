using System.Net;
using Markdig;

namespace Dashboard.Core.Audit;

/// <summary>Renders reports. Raw HTML stays text; links there are none.</summary>
public static class ReportHtml
{
    private const string Style = """
        body { font: 15px/1.55 system-ui, sans-serif; color: #1b2430; max-width: 860px; margin: 32px auto; padding: 0 20px }
        h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2em } h3 { font-size: 1rem }
        table { border-collapse: collapse; margin: 0 0 1em } th, td { border: 1px solid #dfe3e8; padding: 4px 10px; text-align: left; vertical-align: top } td:first-child { white-space: nowrap } code { overflow-wrap: anywhere }
        code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .875em } pre { background: #f6f7f9; border: 1px solid #dfe3e8; border-radius: 8px; padding: 10px 12px; white-space: pre-wrap; overflow-wrap: anywhere }
        @page { margin: 15mm } @media print { body { margin: 0; padding: 0; max-width: none } h2, h3, h3 + p, ul:has(+ pre) { break-after: avoid } h3, tr, li { break-inside: avoid } }
        """;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>The report's HTML, to be sanitised before it is shown inside a page.</summary>
    public static string Fragment(string markdown) => Markdown.ToHtml(markdown, Pipeline);

    /// <summary>A page of its own: no script, nothing from elsewhere.</summary>
    public static string Page(string title, string markdown) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{WebUtility.HtmlEncode(title)}</title><style>{Style}</style></head><body>
        {Fragment(markdown)}
        </body></html>

        """;
}
