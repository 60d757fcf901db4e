namespace Dashboard.Linting;

/// <summary>
/// The stable codes of the linter's rules; <c>docs/lint.md</c> explains each, with a bad and a good example. What the parser finds keeps
/// its own codes (<c>RB…</c>), and what shellcheck finds keeps shellcheck's (<c>SC…</c>).
/// </summary>
public static class LintCodes
{
    /// <summary>Shell scripts could not be looked at: <c>shfmt</c>, which reads them, is missing.</summary>
    public const string NoShellParser = "LN001";

    /// <summary>shellcheck is missing, so what it would find is not known.</summary>
    public const string NoShellcheck = "LN002";

    /// <summary>A script cannot be read as shell.</summary>
    public const string BadShell = "LN003";

    /// <summary>A read-only step changes something.</summary>
    public const string ChangesInReadOnlyStep = "LN101";

    /// <summary>A read-only step runs something of which nobody can tell what it is.</summary>
    public const string UnclearInReadOnlyStep = "LN102";

    /// <summary>A step that is not destructive destroys something.</summary>
    public const string DestroysOutsideDestructiveStep = "LN103";

    /// <summary>A step stops or deletes what a gate protects, without that gate.</summary>
    public const string StopsWhatIsProtected = "LN104";

    /// <summary>A read-only step runs a program that nobody knows, or a script that lies on the host.</summary>
    public const string UnknownInReadOnlyStep = "LN105";

    /// <summary>A read-only step is written in a language that the linter does not read.</summary>
    public const string UnreadLanguage = "LN106";

    /// <summary>A destructive gate says nothing of four eyes.</summary>
    public const string NoWordOfFourEyes = "LN201";

    /// <summary>A step that changes the host names no step that verifies it.</summary>
    public const string NoVerify = "LN202";

    /// <summary>A gate of mutating steps has no rollback.</summary>
    public const string NoRollback = "LN203";

    /// <summary>A check that stands above a rollback is named by that alone, so that a run that goes well never comes to it.</summary>
    public const string CheckOfRollbackAlone = "LN204";

    /// <summary>A step waives a finding that it does not have, or that cannot be waived.</summary>
    public const string WaiverOfNothing = "LN205";

    /// <summary>A step runs on a host that the settings do not name.</summary>
    public const string UnknownHost = "LN206";

    /// <summary>A script prints each command before it runs it, with all values filled in.</summary>
    public const string Traces = "LN301";

    /// <summary>The whole environment reaches the output.</summary>
    public const string PrintsEnvironment = "LN302";

    /// <summary>The content of a secret file reaches the output.</summary>
    public const string PrintsSecret = "LN303";

    /// <summary>What <c>ssh-keygen -y</c> makes of a private key reaches the output.</summary>
    public const string PrintsPublicKey = "LN304";

    /// <summary>A container's environment reaches the output.</summary>
    public const string PrintsContainerEnvironment = "LN305";

    /// <summary>A Compose file mounts a secret, and does not mount it read-only.</summary>
    public const string WritableSecretMount = "LN401";

    /// <summary>A Compose file uses a required input without refusing to render when it is not set.</summary>
    public const string VariableMayBeEmpty = "LN402";

    /// <summary>A Compose file makes a container privileged.</summary>
    public const string PrivilegedContainer = "LN403";

    /// <summary>A Compose file mounts the Docker socket.</summary>
    public const string DockerSocketMounted = "LN404";

    /// <summary>A Compose file cannot be read, or takes parts from files that are not pinned.</summary>
    public const string BadCompose = "LN405";

    /// <summary>A step uses a file of the runbooks folder that is not pinned.</summary>
    public const string NotPinned = "LN501";

    /// <summary>Prose asks for classes, ids, styles or elements of a page, which it does not get.</summary>
    public const string ProseAttributes = "LN601";

    /// <summary>Something that is read before it is approved holds a character that nobody sees.</summary>
    public const string HiddenCharacter = "LN602";

    /// <summary>Something that is read before it is approved holds a letter that passes for another one.</summary>
    public const string LookalikeLetter = "LN603";

    /// <summary>Prose holds a character that hides, or turns the order of what is read.</summary>
    public const string HiddenInProse = "LN604";

    /// <summary>A phrase or the name of a pinned file holds spaces that nobody can count.</summary>
    public const string UncountableSpaces = "LN605";

    /// <summary>A title, a phrase or the name of an input is longer than an approver reads to its end.</summary>
    public const string TooLongToRead = "LN606";

    /// <summary>A link leads to a file or a heading that is not there.</summary>
    public const string LinkToNothing = "LN607";

    /// <summary>A line of the team's <c>lint.yaml</c> cannot be read, or has no effect.</summary>
    public const string BadTeamCatalogue = "LN701";

    /// <summary>An image that is not shown.</summary>
    public const string ImageNotShown = "LN608";
}
