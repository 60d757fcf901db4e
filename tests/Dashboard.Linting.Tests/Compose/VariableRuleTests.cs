namespace Dashboard.Linting.Tests.Compose;

public sealed class VariableRuleTests
{
    public static TheoryData<string, string> Bad => new()
    {
        { "braces", "services:\n  api:\n    environment:\n      URL: «LN402»${URL}\n" },
        { "no braces", "services:\n  api:\n    command: curl «LN402»$URL/health\n" },
        { "a default", "services:\n  api:\n    command: curl «LN402»${URL:-http://x}\n" },
        { "a default when unset", "services: {api: {command: \"«LN402»${URL-x}\"}}\n" },
        { "a replacement", "services:\n  api:\n    command: x «LN402»${URL:+--url}\n" },
        { "once with, once without", "services:\n  api:\n    command: curl ${URL:?set it} «LN402»${URL} $TAG «LN402»$URL\n" },
        { "in the default of another", "services:\n  api:\n    command: curl ${TAG:-«LN402»${URL}}\n" },
        { "after an escaped one", "services:\n  api:\n    command: sh -c 'echo $$URL $$$$URL «LN402»$URL'\n" },
        { "after an escaped dollar", "services:\n  api:\n    command: echo $$«LN402»$URL\n" },
        { "in a block", "services:\n  api:\n    command: |\n      echo a\n        curl «LN402»${URL}\n" },
        { "in a folded text", "services:\n  api:\n    command: >-\n      curl\n      «LN402»${URL}\n" },
        { "in an extension", "x-url: «LN402»${URL}\nservices:\n  api: {image: x}\n" },
        { "below an anchor, once", "x-env: &env\n  URL: «LN402»${URL}\nservices:\n  a: {environment: *env}\n  b: {environment: *env}\n" },
        { "in a file that is extended",
            "=== compose.yaml\nservices:\n  api: {extends: {file: common.yaml, service: base}}\n=== common.yaml\nservices:\n"
                + "  base: {image: 'x:«LN402»$URL'}\n" },
        { "a secret without `:?`", "services:\n  api:\n    volumes: ['«LN402»${KEY}:/run/secrets/key:ro']\n" },
        { "below a sign of two units", "# 💥\nservices:\n  api:\n    command: a ${TAG} «LN402»${URL}\n" },
        { "with other line ends", "services:\r\n  api:\r\n    command: |\r\n      a\r\n      «LN402»${URL}\r\n" },
        { "behind a text of several bytes", "services:\n  api:\n    command: 'é ß «LN402»${URL}'\n" },
    };

    public static TheoryData<string, string> Good => new()
    {
        { "refuses when empty", "services:\n  api:\n    command: curl ${URL:?set it}\n" },
        { "refuses when unset", "services:\n  api:\n    command: curl ${URL?set it}\n" },
        { "refuses without a message", "services:\n  api:\n    command: curl ${URL:?}\n" },
        { "an optional input", "services:\n  api:\n    image: x:${TAG}\n" },
        { "another name", "services:\n  api:\n    command: echo $URLS ${URL_X} $url ${MY_URL}\n" },
        { "escaped", "services:\n  api:\n    command: sh -c 'echo $${URL} $$URL'\n" },
        { "a message that names it", "services:\n  api:\n    command: echo ${OTHER:?look at $URL}\n" },
        { "a comment", "services:\n  api:\n    image: x # ${URL}\n" },
        { "a key", "services:\n  api:\n    labels: {\"${URL}\": x}\n" },
        { "a value that is reset", "services:\n  api:\n    command: !reset $URL\n    image: x\n" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void Check_OfARequiredInputThatMayBeEmpty_FindsItsPlace(string name, string files)
    {
        name.ShouldNotBeEmpty();
        files.ShouldContain("«LN402»");
        Corpus.ShouldBeAsMarked(files);
    }

    [Theory, MemberData(nameof(Good))]
    public void Check_OfVariablesThatRefuseOrAreOptional_FindsNothing(string name, string files)
    {
        name.ShouldNotBeEmpty();
        Corpus.ShouldBeAsMarked(files);
    }
}
