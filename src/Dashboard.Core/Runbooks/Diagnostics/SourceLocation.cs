namespace Dashboard.Core.Runbooks.Diagnostics;

/// <summary>A place in the file: line and column, from 1.</summary>
internal readonly record struct SourceLocation(int Line, int Column);
