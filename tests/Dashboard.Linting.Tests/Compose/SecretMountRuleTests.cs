namespace Dashboard.Linting.Tests.Compose;

public sealed class SecretMountRuleTests
{
    public static TheoryData<string, string> Bad => new()
    {
        { "short syntax", "services:\n  api:\n    volumes:\n      - «LN401»${KEY:?set it}:/run/secrets/key\n" },
        { "short syntax with rw", "services:\n  api:\n    volumes:\n      - «LN401»./key:/run/secrets/key:rw\n" },
        { "short syntax with other options", "services: {api: {volumes: [«LN401»'./key:/run/secrets/key:z,cached']}}\n" },
        { "the last option counts", "services:\n  api:\n    volumes:\n      - «LN401»./key:/run/secrets/key:ro,rw\n" },
        { "options in a variable", "services:\n  api:\n    volumes:\n      - «LN401»./key:/run/secrets/key:${MODE:-ro}\n" },
        { "long syntax without read_only",
            "services:\n  api:\n    volumes:\n      - «LN401»type: bind\n        source: ./key\n        target: /run/secrets/key\n" },
        { "long syntax with false", "services:\n  api:\n    volumes:\n      - type: bind\n        source: ./key\n"
            + "        target: /run/secrets/key\n        read_only: «LN401»false\n" },
        { "a quoted true", "services:\n  api:\n    volumes:\n      - type: bind\n        source: ./key\n        target: /run/secrets/key\n"
            + "        read_only: «LN401»\"true\"\n" },
        { "a true with a tag",
            "services:\n  api:\n    volumes:\n      - {source: ./key, target: /run/secrets/key, read_only: «LN401»!override true}\n" },
        { "a true that is a text",
            "services:\n  api:\n    volumes:\n      - {source: ./key, target: /run/secrets/key, read_only: «LN401»!!str true}\n" },
        { "yes is no true",
            "services:\n  api:\n    volumes:\n      - {type: bind, source: ./key, target: /run/secrets/key, read_only: «LN401»yes}\n" },
        { "a true from a variable", "services:\n  api:\n    volumes:\n      - {type: bind, source: ./key, target: /run/secrets/key, "
            + "read_only: «LN401»'${RO:-true}'}\n" },
        { "a secret's input elsewhere in the container", "services:\n  api:\n    volumes:\n      - «LN401»${KEY?set it}:/etc/api/key\n" },
        { "a secret's absolute path", "services:\n  api:\n    volumes:\n      - «LN401»/srv/ca/private/ca_key:/key\n" },
        { "a parent folder", "services:\n  api:\n    volumes:\n      - «LN401»/srv/ca:/ca\n" },
        { "a parent folder with detours", "services:\n  api:\n    volumes:\n      - «LN401»/srv//./x/../ca/:/ca\n" },
        { "the default of a secret's input", "services:\n  api:\n    volumes:\n      - «LN401»/etc/keys/token:/token\n" },
        { "a parent folder by another input's default", "services:\n  api:\n    volumes:\n      - «LN401»${KEY_FOLDER}:/keys\n" },
        { "a default in the text", "services:\n  api:\n    volumes:\n      - «LN401»${DIR:-/srv/ca/private}:/keys\n" },
        { "a whole mount in a default", "services:\n  api:\n    volumes:\n      - «LN401»${MOUNT:-./key:/run/secrets/key}\n" },
        { "the folder of secrets", "services:\n  api:\n    volumes:\n      - «LN401»keys:/run/secrets/\n" },
        { "the folder of secrets by its other name", "services:\n  api:\n    volumes:\n      - «LN401»keys:/var/run/secrets/x\n" },
        { "a target in a default", "services:\n  api:\n    volumes:\n      - «LN401»./key:${TARGET:-/run/secrets/key}\n" },
        { "an anonymous volume", "services:\n  api:\n    volumes: [«LN401»/run/secrets/x]\n" },
        { "a named volume that stands for the folder",
            "services:\n  api:\n    volumes:\n      - «LN401»keys:/data\nvolumes:\n  keys:\n"
                + "    driver_opts: {type: none, o: bind, device: /srv/ca}\n" },
        { "what is mounted below stays writable",
            "services:\n  api:\n    volumes:\n      - type: bind\n        source: ./key\n        target: /run/secrets/key\n"
                + "        read_only: true\n        bind: {recursive: «LN401»writable}\n" },
        { "tmpfs with a source",
            "services:\n  api:\n    volumes:\n      - «LN401»{type: tmpfs, source: ./key, target: /run/secrets/key}\n" },
        { "a secret with a write bit", "services:\n  api:\n    secrets:\n      - source: ca\n        mode: «LN401»0600\n" },
        { "a decimal mode", "services:\n  api:\n    secrets:\n      - {source: ca, uid: '0', gid: '0', mode: «LN401»440}\n" },
        { "a mode in a variable", "services:\n  api:\n    secrets:\n      - {source: ca, mode: «LN401»'${MODE}'}\n" },
        { "a config that is a secret",
            "services:\n  api:\n    configs:\n      - {source: ca, target: /ca, mode: «LN401»0o660}\nconfigs:\n"
                + "  ca: {file: /srv/ca/private/ca_key}\n" },
        { "by an anchor", "x-mounts: &mounts\n  - «LN401»./key:/run/secrets/key\nservices:\n  api:\n    volumes: *mounts\n" },
        { "by a merge key",
            "x-base: &base\n  volumes:\n    - «LN401»./key:/run/secrets/key\nservices:\n  api:\n    <<: *base\n    image: x\n" },
        { "by a list of merge keys",
            "x-a: &a {image: x}\nx-b: &b {volumes: [«LN401»'./key:/run/secrets/key']}\nservices:\n  api:\n    <<: [*a, *b]\n" },
        { "by extends", "services:\n  base:\n    volumes:\n      - «LN401»./key:/run/secrets/key\n  api:\n    extends: base\n" },
        { "in a second document",
            "services:\n  api: {image: x}\n---\nservices:\n  api:\n    volumes: [«LN401»'./key:/run/secrets/key']\n" },
        { "overlay writable", "=== base.yaml\nservices:\n  api:\n    volumes:\n      - ./key:/run/secrets/key:ro\n=== over.yaml\n"
            + "services:\n  api:\n    volumes:\n      - «LN401»./key:/run/secrets/key\n" },
        { "overlay writable, in another syntax and spelling",
            "=== base.yaml\nservices:\n  api:\n    volumes:\n      - ./key:/run/secrets/key:ro\n=== over.yaml\nservices:\n  api:\n"
                + "    volumes:\n      - «LN401»type: bind\n        source: ./other\n        target: /run/secrets//key/\n" },
        { "overlay read-only beside another target",
            "=== base.yaml\nservices:\n  api:\n    volumes:\n      - «LN401»./key:/run/secrets/key\n=== over.yaml\nservices:\n  api:\n"
                + "    volumes:\n      - ./key:/run/secrets/other:ro\n" },
        { "overlay for another service",
            "=== base.yaml\nservices:\n  api:\n    volumes:\n      - «LN401»./key:/run/secrets/key\n=== over.yaml\nservices:\n  web:\n"
                + "    volumes:\n      - ./key:/run/secrets/key:ro\n" },
        { "override that is writable",
            "=== base.yaml\nservices:\n  api:\n    volumes:\n      - ./key:/run/secrets/key:ro\n=== over.yaml\nservices:\n  api:\n"
                + "    volumes: !override\n      - «LN401»./key:/run/secrets/key\n" },
        { "reset below override means nothing",
            "services:\n  api:\n    volumes: !override\n      - «LN401»!reset ./key:/run/secrets/key\n" },
        { "an empty list resets nothing",
            "=== base.yaml\nservices:\n  api:\n    volumes:\n      - «LN401»./key:/run/secrets/key\n=== over.yaml\nservices:\n  api:\n"
                + "    volumes: []\n" },
        { "nothing resets nothing", "=== base.yaml\nservices:\n  api:\n    volumes:\n      - «LN401»./key:/run/secrets/key\n=== over.yaml\n"
            + "services:\n  api:\n    volumes:\n" },
        { "by extends from another file, writable over read-only",
            "=== compose.yaml\nservices:\n  api:\n    extends: {file: parts/common.yaml, service: base}\n"
                + "    volumes: [«LN401»'./key:/run/secrets/key']\n=== parts/common.yaml\nservices:\n  base:\n"
                + "    volumes: ['./key:/run/secrets/key:ro']\n" },
        { "by include", "=== compose.yaml\ninclude: [parts/api.yaml]\nservices:\n  web: {image: x}\n=== parts/api.yaml\nservices:\n  api:\n"
            + "    volumes: [«LN401»'./key:/run/secrets/key']\n" },
        { "in JSON", "{\"services\": {\"api\": {\"volumes\": [«LN401»\"./key:/run/secrets/key\"]}}}\n" },
    };

    public static TheoryData<string, string> Good => new()
    {
        { "short syntax", "services:\n  api:\n    volumes:\n      - ${KEY:?set it}:/run/secrets/key:ro\n" },
        { "options in any order", "services:\n  api:\n    volumes: ['./key:/run/secrets/key:Z,ro,cached']\n" },
        { "colons inside braces",
            "services:\n  api:\n    volumes:\n      - \"${KEY:?path: of the key, please}:${T:-/run/secrets/key}:ro\"\n" },
        { "long syntax", "services:\n  api:\n    volumes:\n      - type: bind\n        source: ${KEY:?set it}\n"
            + "        target: /run/secrets/key\n        read_only: true\n" },
        { "True", "services:\n  api:\n    volumes:\n      - {type: bind, source: ./key, target: /run/secrets/key, read_only: True}\n" },
        { "Compose's own secrets", "services:\n  api:\n    secrets: [ca]\nsecrets:\n  ca: {file: \"${KEY:?}\"}\n" },
        { "Compose's own secrets, in full",
            "services:\n  api:\n    secrets:\n      - {source: ca, target: key, uid: '10', gid: '10', mode: 0440}\nsecrets:\n"
                + "  ca: {file: \"${KEY:?}\"}\n" },
        { "a quoted mode", "services:\n  api:\n    secrets:\n      - {source: ca, mode: '400'}\n" },
        { "a config with a write bit that is no secret",
            "services:\n  api:\n    configs:\n      - {source: x, mode: 0644}\nconfigs:\n  x: {file: ./x}\n" },
        { "memory", "services:\n  api:\n    tmpfs: [/run/secrets]\n    volumes:\n      - {type: tmpfs, target: /run/secrets/x}\n" },
        { "a folder with a similar name",
            "services:\n  api:\n    volumes: ['./x:/run/secrets-of-others', '/srv/cattle:/c', '/etc/keys2:/k']\n" },
        { "a sibling of the secret", "services:\n  api:\n    volumes: ['/srv/ca/public:/public']\n" },
        { "a variable with a similar name", "services:\n  api:\n    volumes: ['${KEYS}:/keys', '$KEY_X:/x']\n" },
        { "an escaped dollar", "services:\n  api:\n    volumes: ['./$$KEY:/x']\n" },
        { "a named volume read-only by its options",
            "services:\n  api:\n    volumes: [keys:/data]\nvolumes:\n  keys:\n"
                + "    driver_opts: {type: none, o: 'bind,ro', device: /srv/ca}\n" },
        { "an extension that nobody uses", "x-mounts:\n  - ./key:/run/secrets/key\nservices:\n  api: {image: x}\n" },
        { "overlay read-only", "=== base.yaml\nservices:\n  api:\n    volumes:\n      - ./key:/run/secrets/key\n=== over.yaml\nservices:\n"
            + "  api:\n    volumes:\n      - ./key:/run/secrets/key:ro\n" },
        { "overlay read-only in another syntax",
            "=== base.yaml\nservices:\n  api:\n    volumes:\n      - {type: bind, source: ./k, target: /var/run/secrets/key}\n"
                + "=== over.yaml\nservices:\n  api:\n    volumes:\n      - ./key:/run/secrets/key/:ro\n" },
        { "overlay resets", "=== base.yaml\nservices:\n  api:\n    volumes: ['./key:/run/secrets/key']\n=== over.yaml\nservices:\n  api:\n"
            + "    volumes: !reset []\n" },
        { "overlay resets the service",
            "=== base.yaml\nservices:\n  api:\n    volumes: ['./key:/run/secrets/key']\n=== over.yaml\nservices:\n  api: !reset null\n" },
        { "overlay overrides", "=== base.yaml\nservices:\n  api:\n    volumes: ['./key:/run/secrets/key']\n=== over.yaml\nservices:\n"
            + "  api:\n    volumes: !override ['./x:/x']\n" },
        { "overlay overrides the service",
            "=== base.yaml\nservices:\n  api:\n    volumes: ['./key:/run/secrets/key']\n=== over.yaml\nservices:\n  api: !override\n"
                + "    image: x\n" },
        { "a reset by a merge key", "=== base.yaml\nservices:\n  api:\n    volumes: ['./key:/run/secrets/key']\n=== over.yaml\n"
            + "x-none: &none\n  volumes: !reset []\nservices:\n  api:\n    <<: *none\n" },
        { "an entry that is reset", "services:\n  api:\n    volumes:\n      - !reset ./key:/run/secrets/key\n" },
        { "a tag survives extends", "=== base.yaml\nservices:\n  api:\n    volumes: ['./key:/run/secrets/key']\n=== over.yaml\nservices:\n"
            + "  common: {image: x}\n  api:\n    extends: common\n    volumes: !reset []\n" },
        { "a merge key that loses", "x-base: &base\n  volumes: ['./key:/run/secrets/key']\nservices:\n  api:\n    <<: *base\n"
            + "    volumes: ['./key:/run/secrets/key:ro']\n" },
        { "extends resets what it extends", "=== compose.yaml\nservices:\n  api:\n    extends: {file: x-common.txt, service: base}\n"
            + "    volumes: !reset []\n=== x-common.txt\n# common\n" + "services:\n  base: {image: x}\n" },
        { "twice in one file, the later read-only",
            "services:\n  api:\n    volumes: ['./key:/run/secrets/key', './key:/run/secrets/key:ro']\n" },
        { "include, read-only on top",
            "=== compose.yaml\ninclude:\n  - path: [parts/api.yaml, parts/ro.yaml]\n=== parts/api.yaml\nservices:\n  web: {image: x}\n"
                + "=== parts/ro.yaml\nservices:\n  web:\n    volumes: ['./key:/run/secrets/key:ro']\n" },
        { "true with its own tag", "services:\n  api:\n    volumes:\n      - {source: ./key, target: /run/secrets/key, read_only: !!bool "
            + "true, bind: {recursive: readonly}}\n" },
        { "three files", "=== a.yaml\nservices: {api: {volumes: ['./k:/run/secrets/k:ro']}}\n=== b.yaml\n"
            + "services: {api: {volumes: ['./k:/run/secrets/k']}}\n=== c.yaml\nservices: {api: {volumes: ['./k:/run/secrets/k:ro']}}\n" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void Check_OfASecretMountThatMayBeWritable_FindsIt(string name, string files)
    {
        name.ShouldNotBeEmpty();
        files.ShouldContain("«LN401»");
        Corpus.ShouldBeAsMarked(files);
    }

    [Theory, MemberData(nameof(Good))]
    public void Check_OfReadOnlySecretMounts_FindsNothing(string name, string files)
    {
        name.ShouldNotBeEmpty();
        Corpus.ShouldBeAsMarked(files);
    }
}
