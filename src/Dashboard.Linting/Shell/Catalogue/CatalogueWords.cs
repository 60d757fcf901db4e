namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>
/// The words that the catalogue has for the members of closed sets: <c>ssh-keygen</c> for <see cref="ProgramRule.SshKeygen"/>.
/// </summary>
internal static class CatalogueWords
{
    /// <summary>The member that a word stands for; null when it stands for none.</summary>
    public static T? Find<T>(string word)
        where T : struct, Enum =>
        Words<T>.All.TryGetValue(word, out var value) ? value : null;

    /// <summary>All words of a set. <c>None</c> is what is meant when nothing is written.</summary>
    public static IEnumerable<string> Of<T>()
        where T : struct, Enum =>
        Words<T>.All.Keys;

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<string, T> All =
            Enum.GetValues<T>().Where(v => v.ToString() != "None").ToDictionary(v => Word(v.ToString()), StringComparer.Ordinal);

        private static string Word(string name) =>
            string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
    }
}
