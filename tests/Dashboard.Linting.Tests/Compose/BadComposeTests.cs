namespace Dashboard.Linting.Tests.Compose;

public sealed class BadComposeTests
{
    public static TheoryData<string, string> Bad => new()
    {
        { "no YAML", "services:\n  api: [x\n«LN405»" },
        { "a tab", "«LN405»services:\n\tapi: {}\n" },
        { "a text", "«LN405»just a text\n" },
        { "a list", "«LN405»- services\n" },
        { "services as a list", "services:\n  «LN405»- api\n" },
        { "a service as a text", "services:\n  api: «LN405»nginx\n" },
        { "volumes as a mapping", "services:\n  api:\n    volumes: «LN405»{a: b}\n" },
        { "volumes as a text", "services:\n  api:\n    volumes: «LN405»./a:/b\n" },
        { "a mount as a list", "services:\n  api:\n    volumes: [«LN405»[a, b]]\n" },
        { "a mount with too many parts", "services:\n  api:\n    volumes: [«LN405»'a:b:ro:x']\n" },
        { "a mount with an empty part", "services:\n  api:\n    volumes: [«LN405»'a::ro', «LN405»'']\n" },
        { "a mount without a target", "services:\n  api:\n    volumes: [«LN405»{type: bind, source: x}]\n" },
        { "a mount with a target of two", "services:\n  api:\n    volumes: [{type: bind, target: «LN405»[a, b]}]\n" },
        { "secrets as a mapping", "services:\n  api:\n    secrets: «LN405»{a: b}\n" },
        { "a secret as a list", "services:\n  api:\n    secrets: [«LN405»[a]]\n" },
        { "a capability as a mapping", "services:\n  api:\n    cap_add: [«LN405»{a: b}]\n" },
        { "privileged as a list", "services:\n  api:\n    privileged: «LN405»[true]\n" },
        { "a hook as a text", "services:\n  api:\n    pre_stop: [«LN405»x]\n" },
        { "named volumes as a list", "services: {}\nvolumes: «LN405»[a]\n" },
        { "named secrets as a text", "services: {}\nsecrets: «LN405»a\n" },
        { "a key twice", "services:\n  api: {image: x}\n  «LN405»api: {image: y}\n" },
        { "a list as a key", "services:\n  api:\n    «LN405»[a]: b\n" },
        { "an alias of nothing", "services:\n  api: «LN405»*none\n" },
        { "an alias of itself", "x-a: &a [«LN405»*a]\nservices: {}\n" },
        { "a merge key with a text", "services:\n  api:\n    <<: «LN405»x\n" },
        { "extends nothing", "services:\n  api: {extends: «LN405»base}\n" },
        { "extends itself", "services:\n  api: {extends: «LN405»api}\n" },
        { "extends in a circle", "services:\n  a: {extends: «LN405»b}\n  b: {extends: a}\n" },
        { "extends without a service", "services:\n  a: {extends: «LN405»{file: x.yaml}}\n" },
        { "extends a service that the other file lacks",
            "=== a.yaml\nservices:\n  a: {extends: {file: b.yaml, service: «LN405»x}}\n=== b.yaml\nservices: {y: {image: x}}\n" },
        { "extends a file that is not pinned", "services:\n  a: {extends: {file: «LN405w»../common.yaml, service: x}}\n" },
        { "include of a file that is not pinned",
            "include:\n  - «LN405w»other.yaml\n  - path: «LN405w»https://example.org/x.git\n  - path: [«LN405w»/etc/x.yaml]\n"
                + "services: {}\n" },
        { "include of a variable", "include: [«LN405w»'${WHICH}.yaml']\nservices: {}\n" },
        { "include of itself", "include: [«LN405»compose.yaml]\nservices: {}\n" },
        { "include as a text", "include: «LN405»other.yaml\nservices: {}\n" },
    };

    public static TheoryData<string, string> Good => new()
    {
        { "nothing", "" },
        { "comments", "# nothing yet\n" },
        { "empty places", "services:\n  api:\n    volumes:\n    secrets: ~\n    cap_add: null\nvolumes:\n  data:\n" },
        { "a version, a name and extensions",
            "version: '3.8'\nname: x\nx-a: [1, {b: c}]\nservices:\n  api: {image: x, x-b: y, volumes: ['data:/data']}\n"
                + "volumes: {data: }\n" },
        { "numbers", "services:\n  api: {volumes: [1], cap_add: [1]}\n" },
        { "several documents", "---\nservices: {a: {image: x}}\n---\n---\nservices: {b: {image: x}}\n...\n" },
        { "a byte order mark", "\uFEFFservices:\r\n  api:\r\n    image: x\r\n" },
        { "anchors used and not used", "x-a: &a {image: x}\nx-b: &b [1]\nservices:\n  api: *a\n  web: {<<: *a, ports: *b}\n" },
        { "an anchor named twice", "x-a: &a {image: x}\nx-b: &a {image: y}\nservices: {api: *a}\n" },
        { "include of a pinned file, from a folder",
            "=== d/compose.yaml\ninclude: [./e/../e/x.yaml]\nservices: {}\n=== d/e/x.yaml\nservices: {x: {image: x}}\n" },
        { "extends below an include", "=== compose.yaml\ninclude: [d/api.yaml]\nservices: {web: {image: x}}\n=== d/api.yaml\nservices:\n"
            + "  api: {extends: {file: e/base.yaml, service: b}}\n=== d/e/base.yaml\nservices: {b: {image: x}}\n" },
        { "extends in a row", "services:\n  a: {extends: b}\n  b: {extends: {service: c}}\n  c: {image: x}\n" },
        { "extends across files and back",
            "=== a.yaml\nservices:\n  a: {extends: {file: b.yaml, service: b}}\n  c: {image: x}\n=== b.yaml\nservices:\n"
                + "  b: {extends: {file: a.yaml, service: c}}\n" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void Check_OfAFileThatComposeRefusesOrCannotBeSeen_SaysWhere(string name, string files)
    {
        name.ShouldNotBeEmpty();
        files.ShouldContain("«LN405");
        Corpus.ShouldBeAsMarked(files);
    }

    [Theory, MemberData(nameof(Good))]
    public void Check_OfUnusualFiles_FindsNothing(string name, string files)
    {
        name.ShouldNotBeEmpty();
        Corpus.ShouldBeAsMarked(files);
    }
}
