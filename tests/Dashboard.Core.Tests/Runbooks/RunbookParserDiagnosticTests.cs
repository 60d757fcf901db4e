using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

public sealed class RunbookParserDiagnosticTests
{
    private const string Gates = "---\ngates:\n  - id: cutover\n    phrase: cutover-approved\n    unlocks: mutating\n---\n";
    private const string Step = "\n- [ ] It is done {#is-done}\n";
    private const string Change = "```sh {#change .mutating}\ntrue\n```\n";

    public static TheoryData<string, string, int, int, string> Cases => new()
    {
        // code, text, line, column, a part of the remedy; behind each text comes a step, without which it would be no runbook
        { DiagnosticCodes.NotText, "a\nb\0c\n", 2, 2, "UTF-8" },
        { DiagnosticCodes.FrontMatterOpen, "---\ntitle: x\n\n# A\n", 1, 1, "`---`" },
        { DiagnosticCodes.BadYaml, "---\ntitle: x\nowner: [a\n---\n", 4, 1, "indentation" },
        { DiagnosticCodes.UnknownKey, "---\ntitel: x\n---\n", 2, 1, "Did you mean `title`?" },
        { DiagnosticCodes.UnknownKey, "---\ninputs:\n  - name: A\n    colour: red\n---\n", 4, 5,
            "name, description, type, options, pattern, required, default" },
        { DiagnosticCodes.DuplicateKey, "---\ntitle: x\ntitle: y\n---\n", 3, 1, "Keep one" },
        { DiagnosticCodes.MissingKey, "---\ninputs:\n  - description: x\n---\n", 3, 5, "`name:`" },
        { DiagnosticCodes.MissingKey, Gates.Replace("cutover-approved", "\"\"", StringComparison.Ordinal) + Change, 4, 13, "`phrase`" },
        { DiagnosticCodes.MissingKey, Gates.Replace("    unlocks: mutating\n", "", StringComparison.Ordinal) + Change, 3, 5, "`unlocks:`" },
        { DiagnosticCodes.WrongShape, "---\ntitle: [a]\n---\n", 2, 8, "a text" },
        { DiagnosticCodes.WrongShape, "---\ninputs: [A]\n---\n", 2, 10, "- name: KEY_FILE" },
        { DiagnosticCodes.YamlAlias, "---\ntitle: &a x\nowner: *a\n---\n", 2, 8, "Write the value out" },
        { DiagnosticCodes.InputName, "---\ninputs:\n  - name: key-file\n---\n", 3, 11, "capital letters" },
        { DiagnosticCodes.InputName, "---\ninputs:\n  - name: LD_PRELOAD\n---\n", 3, 11, "another name" },
        { DiagnosticCodes.InputName, "---\ninputs:\n  - name: BASH_ENV\n---\n", 3, 11, "another name" },
        { DiagnosticCodes.InputName, "---\ninputs:\n  - name: PERL5LIB\n---\n", 3, 11, "another name" },
        { DiagnosticCodes.InputName, "---\ninputs:\n  - name: PYTHONPATH\n---\n", 3, 11, "another name" },
        { DiagnosticCodes.InputName, "---\ninputs:\n  - name: CUTOVER_ATTEMPT\n---\n", 3, 11, "another name" },
        { DiagnosticCodes.DuplicateInput, "---\ninputs:\n  - name: A\n  - name: A\n---\n", 4, 11, "Keep one" },
        { DiagnosticCodes.UnknownSecret, "---\ninputs:\n  - name: KEY_FILE\nsecrets:\n  - file: KEY_FIL\n---\n", 5, 11, "`KEY_FILE`" },
        { DiagnosticCodes.FileProblem, "---\nfiles: [/etc/passwd]\n---\n", 2, 9, "below the runbooks folder" },
        { DiagnosticCodes.FileProblem, "---\nfiles:\n  - a/../../b\n---\n", 3, 5, "below the runbooks folder" },
        { DiagnosticCodes.FileProblem, "---\nfiles:\n  - 'a\\b'\n---\n", 3, 5, "forward slashes" },
        { DiagnosticCodes.FileProblem, "---\nfiles:\n  - gone.sh\n---\n", 3, 5, "Put the file there" },
        { DiagnosticCodes.BadPattern, "---\ninputs:\n  - name: A\n    pattern: '['\n---\n", 4, 14, "regular expression" },
        { DiagnosticCodes.DefaultMismatch, "---\ninputs:\n  - name: A\n    pattern: ^a$\n    default: b\n---\n", 5, 14,
            "Change the default" },
        { DiagnosticCodes.BadValue, "---\ninputs:\n  - {name: A, type: number}\n---\n", 3, 21, "integer" },
        { DiagnosticCodes.BadValue, "---\ninputs:\n  - {name: A, options: [a, b]}\n---\n", 3, 24, "`type: choice`" },
        { DiagnosticCodes.BadValue, "---\ninputs:\n  - {name: A, type: choice}\n---\n", 3, 5, "`options: [blue, green]`" },
        { DiagnosticCodes.BadValue, "---\ninputs:\n  - {name: A, type: choice, options: [a, a]}\n---\n", 3, 38,
            "`options: [blue, green]`" },
        { DiagnosticCodes.BadValue, "---\ninputs:\n  - {name: A, type: secret, default: hunter2}\n---\n", 3, 38, "types it" },
        { DiagnosticCodes.DefaultMismatch, "---\ninputs:\n  - {name: A, type: integer, default: many}\n---\n", 3, 39,
            "Change the default" },
        { DiagnosticCodes.DefaultMismatch, "---\ninputs:\n  - {name: A, type: list, default: a b a}\n---\n", 3, 36, "Change the default" },
        { DiagnosticCodes.BadValue, "---\nwindow: at night\n---\n", 2, 9, "`22:00-04:00 Europe/Warsaw`" },
        { DiagnosticCodes.BadValue, "---\nwindow: 22:00-04:00 Europe/Warszawa\n---\n", 2, 9, "time zone" },
        { DiagnosticCodes.BadValue, "---\nwindow: 24:00-04:00 UTC\n---\n", 2, 9, "time zone" },
        { DiagnosticCodes.BadValue, "```sh {#a .preflight outputs=snapshot}\ntrue\n```\n", 1, 22, "`outputs=SNAPSHOT`" },
        { DiagnosticCodes.InputName, "```sh {#a .preflight outputs=PATH}\ntrue\n```\n", 1, 22, "another name" },
        { DiagnosticCodes.NotForThisStep, "```tcp {#a .preflight outputs=PORT}\nhost: h\nport: 1\n```\n", 1, 23, "Leave it out" },
        { DiagnosticCodes.NotForThisStep, "- [ ] Do it {#a outputs=PORT}\n", 1, 17, "Leave it out" },
        { DiagnosticCodes.DuplicateInput, "---\ninputs: [{name: A, default: b}]\n---\n```sh {#a .preflight outputs=A}\ntrue\n```\n", 4, 22,
            "Leave the default out" },
        { DiagnosticCodes.DuplicateInput, "- [ ] Which? {#way choice=a,b}\n\n```sh {#a .preflight outputs=WAY}\ntrue\n```\n", 1, 1,
            "another name" },
        { DiagnosticCodes.BadWhen, "```sh {#b .preflight when=\"A=1\"}\ntrue\n```\n```sh {#a .preflight outputs=A}\ntrue\n```\n", 1, 22,
            "Move the step" },
        { DiagnosticCodes.BadWhen, "---\ninputs: [{name: A, type: secret}]\n---\n```sh {#a .preflight when=\"A=1\"}\ntrue\n```\n", 4, 22,
            "something else" },
        { DiagnosticCodes.BadWhen,
            "---\ninputs: [{name: A, type: choice, options: [blue, green]}]\n---\n```sh {#a .preflight when=\"A=bleu\"}\ntrue\n```\n",
            4, 22,
            "blue" },
        { DiagnosticCodes.NotForThisStep,
            "---\ninputs: [{name: T, type: secret}]\n---\n```sh {#a .preflight retry=2 outputs=T}\ntrue\n```\n", 4, 30,
            "a step of its own" },
        { DiagnosticCodes.BadDuration, Gates.Replace("unlocks:", "fresh: 30 minutes\n    unlocks:", StringComparison.Ordinal) + Change, 5,
            12, "`30m`" },
        { DiagnosticCodes.BadValue, Gates.Replace("mutating\n", "smoke\n", StringComparison.Ordinal) + Change, 5, 14,
            "mutating, destructive" },
        { DiagnosticCodes.BadPhrase, Gates.Replace("cutover-approved", "' approved'", StringComparison.Ordinal) + Change, 4, 13,
            "typed from the screen" },
        { DiagnosticCodes.BadPhrase, Gates.Replace("cutover-approved", "\"appro\\u200bved\"", StringComparison.Ordinal) + Change, 4, 13,
            "typed from the screen" },
        { DiagnosticCodes.DuplicateGate,
            Gates.Replace("---\ngates:", "---\ngates:\n  - {id: cutover, phrase: x, unlocks: mutating}", StringComparison.Ordinal) + Change,
            4, 9, "of its own" },
        { DiagnosticCodes.DuplicatePhrase,
            Gates.Replace("---\ngates:", "---\ngates:\n  - {id: b, phrase: cutover-approved, unlocks: destructive}",
                StringComparison.Ordinal) + Change + "```sh {#d .destructive}\ntrue\n```\n", 5, 13, "of its own" },
        { DiagnosticCodes.IdleGate, Gates, 3, 1, "Add a mutating step" },
        { DiagnosticCodes.UnknownAfter, Gates.Replace("unlocks:", "after: [chnage]\n    unlocks:", StringComparison.Ordinal) + Change, 3, 1,
            "`change`" },
        { DiagnosticCodes.DeadGate, Gates.Replace("unlocks:", "after: [change]\n    unlocks:", StringComparison.Ordinal) + Change, 3, 1,
            "`after`" },
        { DiagnosticCodes.DeadGate, Gates.Replace("unlocks:", "after: [smoke]\n    unlocks:", StringComparison.Ordinal) + Change
            + "```sh {#s .smoke}\ntrue\n```\n", 3, 1, "`after`" },
        { DiagnosticCodes.NoGate, Change, 1, 1, "`unlocks: mutating`" },
        { DiagnosticCodes.NoGate, "```sh {#a .rollback}\ntrue\n```\n", 1, 1, "`unlocks: mutating`" },
        { DiagnosticCodes.NoGate, Gates + Change + "```sh {#d .destructive}\ntrue\n```\n", 10, 1, "`unlocks: destructive`" },
        { DiagnosticCodes.AmbiguousGate,
            Gates.Replace("---\ngates:", "---\ngates:\n  - {id: b, phrase: x, unlocks: mutating}", StringComparison.Ordinal) + Change
                + "```sh {#e .mutating gate=b}\ntrue\n```\n", 8, 1, "`gate=ID`" },
        { DiagnosticCodes.UnknownGate, Gates + Change + "```sh {#e .mutating gate=cutovr}\ntrue\n```\n", 10, 21, "`cutover`" },
        { DiagnosticCodes.WrongGate, Gates + Change + "```sh {#e .destructive gate=cutover}\ntrue\n```\n", 10, 24, "destructive steps" },
        { DiagnosticCodes.StepWithoutId, "# A\n\n```sh {.preflight}\ntrue\n```\n", 3, 7, "{#ca-key" },
        { DiagnosticCodes.BadId, "```sh {#Ca_Key .preflight}\ntrue\n```\n", 1, 8, "small letters" },
        { DiagnosticCodes.BadId, "- [ ] x {#Ca_Key}\n", 1, 10, "small letters" },
        { DiagnosticCodes.DuplicateId, "- [ ] x {#a}\n- [ ] y {#a}\n", 2, 10, "of its own" },
        { DiagnosticCodes.UnknownClass, "```sh {#a .preflite}\ntrue\n```\n", 1, 11, "`.preflight`" },
        { DiagnosticCodes.UnknownClass, "```sh {#a .check timeout=5s}\ntrue\n```\n", 1, 11, ".preflight, .mutating" },
        { DiagnosticCodes.UnknownClass, "```sh {#a .preflight .quick}\ntrue\n```\n", 1, 22, "Leave it out" },
        { DiagnosticCodes.UnknownClass, "- [ ] x {#a .preflight}\n", 1, 13, "fenced block" },
        { DiagnosticCodes.TwoKinds, "```sh {#a .preflight .smoke}\ntrue\n```\n", 1, 22, "Keep one" },
        { DiagnosticCodes.UnknownAttribute, "> ```sh {#a .preflight timout=5s}\n> true\n> ```\n", 1, 24, "Did you mean `timeout`?" },
        { DiagnosticCodes.DuplicateAttribute, "```sh {#a .preflight timeout=5s timeout=6s}\ntrue\n```\n", 1, 33, "Keep one" },
        { DiagnosticCodes.TriesCutOff, "```sh {#a .smoke retry=20 every=5s timeout=60s}\ntrue\n```\n", 1, 36, "timeout=155s" },
        { DiagnosticCodes.TriesCutOff, "```sh {#a .smoke until=20m timeout=60s}\ntrue\n```\n", 1, 28, "Leave `timeout` out" },
        { DiagnosticCodes.NotForThisStep, "```sh {#a .smoke until=20m retry=3}\ntrue\n```\n", 1, 18, "Keep one" },
        { DiagnosticCodes.BadWhen, "```sh {#a .preflight when=\"REGION=eu\"}\ntrue\n```\n", 1, 22, "" },
        { DiagnosticCodes.DeadStep, "```sh {#a .smoke after=b}\ntrue\n```\n```sh {#b .smoke after=a}\ntrue\n```\n", 1, 1, "Move `b` up" },
        { DiagnosticCodes.BadDuration, "```sh {#a .preflight timeout=5}\ntrue\n```\n", 1, 22, "`10s`" },
        { DiagnosticCodes.BadNumber, "```sh {#a .preflight expect-exit=256}\ntrue\n```\n", 1, 22, "0 to 255" },
        { DiagnosticCodes.BadNumber, "```sh {#a .preflight retry=0}\ntrue\n```\n", 1, 22, "1 to 1000" },
        { DiagnosticCodes.BadPattern, "```sh {#a .preflight expect-output=\"(\"}\ntrue\n```\n", 1, 22, "regular expression" },
        { DiagnosticCodes.BadValue, "```sh {#a .preflight tty=true}\ntrue\n```\n", 1, 22, "tty=yes" },
        { DiagnosticCodes.NotForThisStep, "```tcp {#a .preflight tty=yes}\nhost: h\nport: 1\n```\n", 1, 23, "Leave it out" },
        { DiagnosticCodes.NotForThisStep, "- [ ] Done {#a tty=yes}\n", 1, 16, "Leave it out" },
        { DiagnosticCodes.BadValue, "```sh {#a .preflight strict=off}\ntrue\n```\n", 1, 22, "`strict=no`" },
        { DiagnosticCodes.NotForThisStep, "```tcp {#a .preflight strict=no}\nhost: h\nport: 1\n```\n", 1, 23, "Leave it out" },
        { DiagnosticCodes.NotForThisStep, "```python {#a .preflight strict=no}\npass\n```\n", 1, 26, "Leave it out" },
        { DiagnosticCodes.BadValue, "```sh {#a .preflight on=-oProxyCommand}\ntrue\n```\n", 1, 22, "letters" },
        { DiagnosticCodes.WaiverWithoutReason, "```sh {#a .preflight lint-ignore=LN101}\ntrue\n```\n", 1, 22, "lint-ignore=LN101 reason=" },
        { DiagnosticCodes.WaiverWithoutReason, "```sh {#a .preflight lint-ignore=LN101 reason=' '}\ntrue\n```\n", 1, 22, "Write why" },
        { DiagnosticCodes.NotForThisStep, "```sh {#a .preflight reason=x}\ntrue\n```\n", 1, 22, "lint-ignore=LN101" },
        { DiagnosticCodes.BadValue, "```sh {#a .preflight lint-ignore=, reason=x}\ntrue\n```\n", 1, 22, "its code" },
        { DiagnosticCodes.NotForThisStep, "- [ ] x {#a lint-ignore=LN101 reason=x}\n", 1, 13, "Leave it out" },
        { DiagnosticCodes.BadAttributes, "```sh {#a .preflight timeout=5s\ntrue\n```\n", 1, 7, "`{#id .class key=value}`" },
        { DiagnosticCodes.BadAttributes, "```sh {#a .preflight fast}\ntrue\n```\n", 1, 22, "`{#id .class key=value}`" },
        { DiagnosticCodes.BadAttributes, "```sh {#a .preflight} more\ntrue\n```\n", 1, 22, "closing brace" },
        { DiagnosticCodes.BadAttributes, "- [ ] Tell {#told} the team\n", 1, 12, "`{#id}`" },
        { DiagnosticCodes.FenceOpen, "```sh {#a .preflight}\ntrue\n", 1, 1, "```" },
        { DiagnosticCodes.UnknownLanguage, "```python3 {#a .preflight}\ntrue\n```\n", 1, 1, "Did you mean `python`?" },
        { DiagnosticCodes.UnknownLanguage, "``` {#a .preflight}\ntrue\n```\n", 1, 1, "bash, sh, python, sql, powershell, container" },
        { DiagnosticCodes.EmptyStep, "```sh {#a .preflight}\n\n```\n", 1, 1, "commands" },
        { DiagnosticCodes.EmptyStep, "- [ ] {#a}\n", 1, 1, "between the box and the id" },
        { DiagnosticCodes.EmptyStep, "```tcp {#a .preflight}\n```\n", 2, 1, "key: value" },
        { DiagnosticCodes.NotForThisStep, Gates + "```sh {#a .mutating retry=5}\ntrue\n```\n", 7, 21, "Leave it out" },
        { DiagnosticCodes.NotForThisStep, "```tcp {#a .preflight in=web}\nhost: a\nport: 1\n```\n", 1, 23, "Leave it out" },
        { DiagnosticCodes.NotForThisStep, Gates + "```tcp {#a .mutating}\nhost: a\nport: 1\n```\n", 7, 1, "`.preflight`" },
        { DiagnosticCodes.NotForThisStep, "- [ ] x {#a timeout=5s}\n", 1, 13, "Leave it out" },
        { DiagnosticCodes.NotForThisStep, "```sh {#a .preflight every=5s}\ntrue\n```\n", 1, 22, "retry=5" },
        { DiagnosticCodes.NotForThisStep, "```sh {#a .preflight verify=a}\ntrue\n```\n", 1, 22, "Leave it out" },
        { DiagnosticCodes.BadVerify, Gates + "```sh {#a .mutating verify=b}\ntrue\n```\n", 7, 21, "preflight or smoke" },
        { DiagnosticCodes.BadVerify, Gates + "```sh {#a .mutating verify=a}\ntrue\n```\n", 7, 21, "change nothing" },
        { DiagnosticCodes.UnknownKey, "text\n\n```container {#a .preflight}\nname: x\nstat: running\n```\n", 5, 1,
            "Did you mean `state`?" },
        { DiagnosticCodes.UnknownInput, "---\ninputs:\n  - name: CA_FILE\n---\n```file {#a .preflight}\npath: ${CA_FIEL}\n```\n", 6,
            7, "`${CA_FILE}`" },
        { DiagnosticCodes.HeadingAttribute, "# A\n\n## Drain {#web1 inclde=parts/drain.md}\n", 3, 17, "Write `include`" },
        { DiagnosticCodes.HeadingAttribute, "## Drain {#web1 include=a.md colour=red}\n", 1, 30, "include" },
        { DiagnosticCodes.HeadingAttribute, "## Drain {#web1 include=a.md include=b.md}\n", 1, 30, "Keep one" },
        { DiagnosticCodes.HeadingAttribute, "## Drain {#web1 .big include=a.md}\n", 1, 17, "Leave it out" },
        { DiagnosticCodes.HeadingAttribute, "## Drain {#web1 #web2 include=a.md}\n", 1, 17, "Keep one" },
        { DiagnosticCodes.HeadingAttribute, "## Drain {#web1 include=a.md\n", 1, 10, "End the heading" },
        { DiagnosticCodes.HeadingAttribute, "## Drain {#web1 include='a.md}\n", 1, 17, "in quotes" },
        { DiagnosticCodes.HeadingAttribute, "## Drain {#web1 include=a.md twice}\n", 1, 30, "key=value" },
        { DiagnosticCodes.HeadingAttribute, "## Drain {#web1 include=a.md} first\n", 1, 10, "End the heading" },
        { DiagnosticCodes.HeadingAttribute, "> Drain {#web1 inclde=a.md}\n> ---\n", 1, 16, "Write `include`" },
        { DiagnosticCodes.PartProblem, "## Drain {#web1 include=gone.md}\n", 1, 17, "below the runbooks folder" },
        { DiagnosticCodes.PartProblem, "## Drain {#web1 include=part.md#drian}\n", 1, 17, "`#drain`" },
        { DiagnosticCodes.MisplacedInclude, "### Drain {#web1 include=part.md}\n", 1, 18, "a section of its own" },
        { DiagnosticCodes.IncludeAnchor, "## Drain {include=part.md}\n", 1, 11, "`{#web1 include=…}`" },
        { DiagnosticCodes.PartDeclares, "---\npart: true\nfiles: [a.sh]\n---\n", 3, 8, "that include it" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finding_OfEachKind_NamesItsPlaceAndTheRemedy(string code, string text, int line, int column, string remedy)
    {
        var runbook = RunbookParser.Parse("x.md", text + Step, path => path == "gone.sh" ? "there is no such file." : null,
            path => path == "part.md" ? new("# Drain\n", null) : PartText.Missing);

        var found = runbook.Diagnostics.FirstOrDefault(d => d.Code == code && (d.Line, d.Column) == (line, column))
            .ShouldNotBeNull($"found instead: {string.Join("; ", runbook.Diagnostics)}");
        found.Remedy.ShouldContain(remedy);
        found.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Cases_TogetherWithTheLimits_CoverEveryCode()
    {
        var all = typeof(DiagnosticCodes).GetFields().Select(f => (string)f.GetValue(null)!).ToArray();
        all.Distinct().Count().ShouldBe(all.Length);

        all.Except(Cases.Select(c => c.Data.Item1))
            .ShouldBe([DiagnosticCodes.TooLong, DiagnosticCodes.TooComplex, DiagnosticCodes.NotMarkdown], ignoreOrder: true);
    }
}
