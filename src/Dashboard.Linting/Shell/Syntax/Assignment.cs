using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary><c>NAME=VALUE</c>, <c>NAME+=VALUE</c>, <c>NAME=(…)</c>, <c>NAME[i]=VALUE</c>.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Append">Whether it adds to what is there.</param>
/// <param name="Value">The value; null for none.</param>
/// <param name="Elements">The elements of an array; null when it is none.</param>
/// <param name="Indexed">Whether one element of an array is set.</param>
/// <param name="Inner">The words in subscripts, which are evaluated too.</param>
internal sealed record Assignment(string Name, bool Append, Word? Value, ImmutableArray<Word>? Elements, bool Indexed,
    ImmutableArray<Word> Inner);
