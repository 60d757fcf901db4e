using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Compose;

/// <summary>A file as it was read, whole or not.</summary>
/// <param name="Path">Its path below the runbooks folder.</param>
/// <param name="Text">Its text, without a byte order mark.</param>
/// <param name="Documents">Its YAML documents. Compose merges several in one file as if each were a file.</param>
/// <param name="Texts">Every scalar that is a value, in the order of the file.</param>
/// <param name="Problems">Why it could not be read.</param>
internal sealed record ComposeFile(
    string Path,
    string Text,
    ImmutableArray<ComposeNode> Documents,
    ImmutableArray<ComposeText> Texts,
    ImmutableArray<Diagnostic> Problems)
{
    /// <summary>The documents that are mappings, as those of Compose are.</summary>
    public IEnumerable<ComposeMap> Maps => Documents.OfType<ComposeMap>();

    /// <summary>Whether it has services.</summary>
    public bool HasServices => Maps.Any(m => m.Entries.TryGetValue("services", out var services) && services.Value is ComposeMap);
}
