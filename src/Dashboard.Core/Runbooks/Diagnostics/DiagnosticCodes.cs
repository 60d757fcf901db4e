namespace Dashboard.Core.Runbooks.Diagnostics;

/// <summary>
/// The stable codes of <see cref="Diagnostic"/>. A code keeps its meaning for good; a finding that goes away leaves a gap.
/// </summary>
public static class DiagnosticCodes
{
    /// <summary>The file is longer than the parser reads.</summary>
    public const string TooLong = "RB001";

    /// <summary>A text whose marks would take too long to read.</summary>
    public const string TooComplex = "RB004";

    /// <summary>The text cannot be laid out as Markdown: it nests too deeply.</summary>
    public const string NotMarkdown = "RB002";

    /// <summary>The file holds NUL characters: it is no text.</summary>
    public const string NotText = "RB003";

    /// <summary>The front matter has no closing <c>---</c>.</summary>
    public const string FrontMatterOpen = "RB101";

    /// <summary>The YAML of the front matter or of a check cannot be read.</summary>
    public const string BadYaml = "RB102";

    /// <summary>A key that the format does not know.</summary>
    public const string UnknownKey = "RB103";

    /// <summary>A key that stands twice in one mapping.</summary>
    public const string DuplicateKey = "RB104";

    /// <summary>A key that must be there is not, or is empty.</summary>
    public const string MissingKey = "RB105";

    /// <summary>A text stands where a list or a mapping belongs, or the other way round.</summary>
    public const string WrongShape = "RB106";

    /// <summary>A YAML anchor, alias or merge key: not read, since they hide what a line says.</summary>
    public const string YamlAlias = "RB107";

    /// <summary>An input's name is no name for an environment variable, or is one that steps rely on.</summary>
    public const string InputName = "RB108";

    /// <summary>Two inputs have the same name.</summary>
    public const string DuplicateInput = "RB109";

    /// <summary>A secret names neither an input nor an absolute path.</summary>
    public const string UnknownSecret = "RB110";

    /// <summary>A file is missing, or is not below the runbooks folder.</summary>
    public const string FileProblem = "RB111";

    /// <summary>A regular expression cannot be compiled.</summary>
    public const string BadPattern = "RB112";

    /// <summary>A duration cannot be read.</summary>
    public const string BadDuration = "RB113";

    /// <summary>A number cannot be read, or is out of its range.</summary>
    public const string BadNumber = "RB114";

    /// <summary>A value is not one of those that can stand there.</summary>
    public const string BadValue = "RB115";

    /// <summary>An input's default does not match its own pattern.</summary>
    public const string DefaultMismatch = "RB116";

    /// <summary>An attribute that steps do not have.</summary>
    public const string UnknownAttribute = "RB201";

    /// <summary>A class that is no step kind.</summary>
    public const string UnknownClass = "RB202";

    /// <summary>A step with two kinds.</summary>
    public const string TwoKinds = "RB203";

    /// <summary>A step without an id.</summary>
    public const string StepWithoutId = "RB204";

    /// <summary>An id with characters that an id cannot have.</summary>
    public const string BadId = "RB205";

    /// <summary>Two steps with the same id.</summary>
    public const string DuplicateId = "RB206";

    /// <summary>A step whose language names no runner.</summary>
    public const string UnknownLanguage = "RB207";

    /// <summary>An attribute, or a runner, that steps of this kind cannot have.</summary>
    public const string NotForThisStep = "RB208";

    /// <summary><c>verify</c> names no step, or one that changes the host.</summary>
    public const string BadVerify = "RB209";

    /// <summary>A step with nothing to run.</summary>
    public const string EmptyStep = "RB210";

    /// <summary>Attributes that cannot be read: a brace or a quote is not closed, or a word stands alone.</summary>
    public const string BadAttributes = "RB211";

    /// <summary>A step's fence that is never closed: the rest of the file would be run.</summary>
    public const string FenceOpen = "RB212";

    /// <summary>An attribute that appears twice.</summary>
    public const string DuplicateAttribute = "RB213";

    /// <summary>A time limit that leaves no time for all tries.</summary>
    public const string TriesCutOff = "RB214";

    /// <summary><c>when</c> reads a value that the runbook does not have, or that it can never have.</summary>
    public const string BadWhen = "RB215";

    /// <summary>A step that waits for itself, or for what no run reaches before it.</summary>
    public const string DeadStep = "RB216";

    /// <summary>A lint finding is accepted, and nobody says why.</summary>
    public const string WaiverWithoutReason = "RB221";

    /// <summary>A step that needs a gate, and none covers it.</summary>
    public const string NoGate = "RB301";

    /// <summary>A step that two gates could cover.</summary>
    public const string AmbiguousGate = "RB302";

    /// <summary>A gate that no step needs.</summary>
    public const string IdleGate = "RB303";

    /// <summary>Two gates with the same id.</summary>
    public const string DuplicateGate = "RB304";

    /// <summary>Two gates with the same phrase: one typing would stand for both.</summary>
    public const string DuplicatePhrase = "RB305";

    /// <summary>A phrase that nobody can type as it stands.</summary>
    public const string BadPhrase = "RB306";

    /// <summary>A step names a gate that unlocks another kind.</summary>
    public const string WrongGate = "RB307";

    /// <summary><c>after</c> names neither a step nor a kind that the runbook has.</summary>
    public const string UnknownAfter = "RB308";

    /// <summary><c>gate</c> names no gate.</summary>
    public const string UnknownGate = "RB309";

    /// <summary>Gates that wait for each other, so that none can ever be approved.</summary>
    public const string DeadGate = "RB310";

    /// <summary>A check names an input that the runbook does not have.</summary>
    public const string UnknownInput = "RB401";

    /// <summary>An attribute of a heading that is misspelt, stands twice or cannot be read.</summary>
    public const string HeadingAttribute = "RB501";

    /// <summary>A file to include is missing, is no text, or is not below the runbooks folder; or it has no such heading.</summary>
    public const string PartProblem = "RB502";

    /// <summary><c>include</c> where it cannot stand: in a file that is included itself, or at a heading that begins no section.</summary>
    public const string MisplacedInclude = "RB503";

    /// <summary>An include without an anchor that ids can begin with, or with that of another one.</summary>
    public const string IncludeAnchor = "RB504";

    /// <summary>A file that is only to be included declares what its runbook has to declare.</summary>
    public const string PartDeclares = "RB505";
}
