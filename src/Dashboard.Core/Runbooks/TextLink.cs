namespace Dashboard.Core.Runbooks;

/// <summary>A link in a text that is shown without Markdown.</summary>
/// <param name="Text">The words that are the link.</param>
/// <param name="Address">Where it leads, as rendered Markdown has it; not yet safe.</param>
public sealed record TextLink(string Text, string Address);
