namespace Dashboard.Linting.Adopt;

/// <summary>Something that the draft proposes, or leaves out, and that a person has to decide.</summary>
/// <param name="Line">The document's line, from 1.</param>
/// <param name="DraftLine">The same place in the draft, from 1.</param>
/// <param name="Message">What is not certain, and why.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record AdoptionDoubt(int Line, int DraftLine, string Message, string Remedy);
