using System.Globalization;
using CsCheck;

namespace Dashboard.Engine.Tests.Linting.Adopt;

/// <summary>Documents that are put together by lot: whatever stands next to what, a draft can be read and run, and keeps every
/// word.</summary>
public sealed class AdoptionPropertyTests
{
    // § stands for a number that no other piece has.
    private static readonly string[] Pieces =
    [
        "# Title § of it", "## Part §", "### Step §: look", "## Rollback §", "## Undo §", "## Optional part §",
            "Text § with `code` and *marks*.",
        "Now stop it §:", "```bash\ndf -h /srv§\n```", "```bash\nsystemctl stop api§\n```", "```sh\nrm -r /srv/old§\n```",
        "```bash\nls /x§\nsystemctl start api§\n```", "```console\n$ uptime\nup § days\n```",
            "```console\n$ systemctl stop a§\n$ df\nout §\n```",
        "```\nls /§\n```", "```\nout §\n```", "```yaml\na: §\n```", "~~~bash\nssh <HOST> systemctl restart a§\n~~~",
            "```bash\ndf $VOLUME /§\n```",
        "```bash\nexport VOLUME=/srv§\n```", "```bash\nvim /etc/§\n```", "```bash\nfrobnicate §\n```", "```bash\nfrobnicate status §\n```",
        "```bash\necho '§\n```", "```bash\ncat > /etc/x§ <<END\n<host> §\nEND\n```", "- [ ] Box §", "- [ ] Box §\n- [x] Done §\n- plain §",
        "1. [ ] Numbered §\n\n   ```bash\n   df /§\n   ```\n2. [ ] Next §", "> - [ ] Quoted §", "> ```bash\n> df /§\n> ```",
        "<details>\n<summary>Fold §</summary>\n\n```bash\nsystemctl reload a§\n```\n\n</details>", "| a § | b |\n| - | - |\n| `x` | y |",
        "    indented §", "***", "<!-- comment § -->", "{{< tab title=\"§\" >}}\n\n```bash\napt-get install -y p§\n```", "[link §](#part)",
        "```bash\n```", "* list §\n  * nested §\n    ```bash\n    systemctl stop n§\n    ```", "Setext §\n=====",
            "```bash title=\"t§\"\ndf\n```",
        "- [ ] Ends with `code §`", "```bash\ncurl -X DELETE http://h/§\n```", "![§](a.png)", "> [!WARNING]\n> Mind §.\n>\n> - [ ] Box §",
    ];

    private static readonly Gen<string> Documents = Gen.Select(Gen.Int[0, Pieces.Length - 1].Array[0, 14], Gen.Int[0, 3]).Select((picks,
        front) =>
        (front switch { 1 => "---\nweight: 3\ntitle: A page\n---\n", 2 => "---\ntags: [a, b]\n---\n\n", _ => "" })
            + string.Concat(picks.Select((p, i) => Pieces[p].Replace("§", (100 + i).ToString(CultureInfo.InvariantCulture),
            StringComparison.Ordinal) + "\n\n")));

    [Fact]
    public void Draft_OfAnyDocument_CanBeRunAndKeepsEveryWord() => Documents.Sample(
        text =>
        {
            var adoption = Drafts.Of(text);

            Drafts.Errors(adoption).ShouldBeEmpty(text);
            Drafts.Lost(text, adoption.Text).ShouldBeEmpty(text);
            Drafts.Moved(text, adoption.Text).ShouldBeNull(text);
            Drafts.Of(adoption.Text).Text.ShouldBe(adoption.Text);
            if (!adoption.IsChanged)
                adoption.Text.ShouldBe(text);
        },
        iter: 400, threads: 1);

    [Fact]
    public void Draft_OfDamagedDocuments_NeverThrows() => Gen.Select(Documents, Gen.Int[0, 2_000], Gen.Int[0, 40]).Sample(
        (text, from, length) =>
        {
            var at = Math.Min(from, text.Length);
            var damaged = text.Remove(at, Math.Min(length, text.Length - at));

            var adoption = Drafts.Of(damaged);

            Drafts.Lost(damaged, adoption.Text).ShouldBeEmpty(damaged);
        },
        iter: 200, threads: 1);
}
