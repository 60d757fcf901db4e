using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Runbooks;
using Dashboard.Linting.Team;

namespace Dashboard.Engine.Runbooks;

/// <summary>The <c>lint.yaml</c> of a runbooks folder: what the team says of its programs. It is parsed once.</summary>
public sealed class TeamFile
{
    private readonly Lazy<TeamCatalogue> _catalogue;

    private TeamFile(string digest, Func<TeamCatalogue> catalogue) => (Digest, _catalogue) = (digest, new(catalogue));

    /// <summary>There is no such file.</summary>
    public static TeamFile None { get; } = new("", () => TeamCatalogue.None);

    /// <summary>The SHA-256 of its bytes, or why it cannot be read; empty when there is none. What was linted with another one is linted
    /// anew.</summary>
    public string Digest { get; }

    /// <summary>What it says, and what is wrong with it.</summary>
    public TeamCatalogue Catalogue => _catalogue.Value;

    /// <summary>The file with these bytes.</summary>
    public static TeamFile Of(byte[] content) => Utf8.IsValid(content)
        ? new(Digests.Of(content), () => TeamCatalogue.Read(Encoding.UTF8.GetString(content))) : Unread("It is not UTF-8.");

    /// <summary>A file that is there and cannot be read.</summary>
    /// <param name="problem">Why, as a sentence.</param>
    public static TeamFile Unread(string problem) => new(problem, () => TeamCatalogue.Unread(problem));
}
