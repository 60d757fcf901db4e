namespace Dashboard.Core.Runbooks.Diagnostics;

/// <summary>A place: line and column, from 1, in the file that is read or in one that it includes.</summary>
internal readonly record struct SourceLocation(int Line, int Column, string? File = null);
