namespace Dashboard.Shared.Steps;

/// <summary>An icon, a word and a style: never a colour alone.</summary>
/// <param name="Icon">A Material icon.</param>
/// <param name="Word">What a person, or a screen reader, reads.</param>
/// <param name="Css">A class of <c>app.css</c>.</param>
public sealed record StepBadge(string Icon, string Word, string Css);
