using System.Text;
using Dashboard.Execution.Secrets;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Secrets;

public sealed class SecretValuesTests
{
    public static TheoryData<string> Forms => [.. SecretForms.Names];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Add_FileOfAForm_KnowsTheValueAlone(string form)
    {
        var value = SecretForms.Value(form);

        Texts(SecretForms.Content(form, value)).ShouldContain(value);
    }

    [Theory]
    [InlineData("DEBUG=true\nENV=production\nHOST=localhost\nPORT=5432\nTIMEOUT=300000\nUSER=postgres\nPASSWORD=abcdefgh", "abcdefgh")]
    [InlineData("""{"ssl": true, "env": "production", "port": 15432, "password": "production", "host": "127.0.0.1"}""", "production")]
    [InlineData("DB_PIN=123456\nDB_SIZE=123456\nDB_LIMIT=654321", "123456")]
    public void Add_WordsAndNumbersThatAreEverywhere_AreNoSecretsUnlessTheirNameSaysSo(string content, string only) =>
        Texts(Encoding.UTF8.GetBytes(content))
            .Where(t => !content.Contains(t + "=", StringComparison.Ordinal) && t.Length < 12 && t.All(char.IsLetterOrDigit))
            .Distinct().ShouldBe([only]);

    [Theory]
    [InlineData("DB_PASSWORD=abc", "DB_PASSWORD has 3 characters")]
    [InlineData("""{"pin": 1234}""", "pin has 4 characters")]
    [InlineData("clientSecret: 'a1'", "clientSecret has 2 characters")]
    public void Add_SecretTooShortToBeFound_IsAProblem(string content, string words) =>
        Problem(content).ShouldNotBeNull().ShouldContain(words);

    [Theory]
    [InlineData("DB_PASSWORD=\nTOKEN_TTL=60\nTOKEN=${OTHER}\nUSE_PASSWORD=true\nBYPASS=no")]
    [InlineData("""{"password": "", "secret": null, "token": false, "pinned": 12}""")]
    [InlineData("password: |\n  a-long-password-in-a-block\nsecret: >-\n  another long one\ntoken: ~\n")]
    [InlineData("The secret is below. Keep the password to yourself: ok\nlong-enough-to-be-one")]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("{{{{[[[[")]
    [InlineData("<a><b></a>")]
    public void Add_NothingTooShort_IsNoProblem(string content) => Problem(content).ShouldBeNull();

    [Theory]
    [InlineData("abc1234\nxyz9876\nqqq7777", "xyz9876")]
    [InlineData("ACCESS_CODE=4821937", "4821937")]
    [InlineData("OTP_SEED=582913", "582913")]
    [InlineData("API_KEY=7719284", "7719284")]
    [InlineData("apiKey: 7719284", "7719284")]
    [InlineData("DB_PASSWORD_PROD=x7!a2z", "x7!a2z")]
    [InlineData("PASSWORD_OF_APP=582913", "582913")]
    public void Add_ShortSecret_IsKnown(string content, string value) => Texts(Encoding.UTF8.GetBytes(content)).ShouldContain(value);

    [Theory]
    [InlineData("DB_PASSWORD_PROD=x7!a2")]
    [InlineData("REDIS_AUTH=q9?z1")]
    [InlineData("apiKey: a1b2")]
    [InlineData("TOKEN_OF_APP=a1b2")]
    public void Add_SecretTooShortUnderALongName_IsAProblem(string content) =>
        Problem(content).ShouldNotBeNull().ShouldContain("characters; fewer than 6 cannot be masked");

    [Theory]
    [InlineData("token_user: ada")]
    [InlineData("""{"token_user": "ada", "secretName": "tls", "password_min": 8, "tokenType": "jwt", "S3cr3tToken-A12345": "bob"}""")]
    [InlineData("key: app\nsort_key: id\nstatus_code: 200\nseed: 42\nauth: md5\nHTTP_AUTH=sha1\nPRIMARY_KEY=id\nCOUNTRY_CODE=DE\n")]
    [InlineData("<configuration><add key=\"Env\" value=\"production\"/></configuration>")]
    [InlineData("DB_PASSWORD=\"abc;def;ghi\"\nHOOK=https://h.example/?token=a&x=y\nuser\nother")]
    public void Add_ShortValueThatIsNoSecret_IsNoProblem(string content) => Problem(content).ShouldBeNull();

    [Theory]
    [InlineData("Server=db01-prod-eu1;Database=billing2;User Id=application7;Encrypt=true;Application "
        + "Name=billing-v2-api;Timeout=300000;Encoding=ISO-8859-15;Password=S3cr3tValue-0", "S3cr3tValue-0")]
    [InlineData("host=db01.example.com port=15432 user=app.user01 sslmode=verify-full hostaddr=10.11.12.13 password=S3cr3tValue-0",
        "S3cr3tValue-0")]
    [InlineData("https://api01.example.com/v2/rooms.json?since=2026-01-31T10:00:00Z&token=S3cr3tValue-0&version=1.22.333-rc1",
        "S3cr3tValue-0")]
    [InlineData("mail01,/srv/data01/x,C:\\data01,ops01@example.com,${TOKEN_1},12345678,localhost,production,S3cr3tValue-0",
        "S3cr3tValue-0")]
    public void Add_PartsOfALongerValue_OnlySecretsBecomeOnes(string value, string only)
    {
        var texts = Texts(Encoding.UTF8.GetBytes($$"""{"x": "{{value.Replace(@"\", @"\\", StringComparison.Ordinal)}}"}"""));

        texts.Where(t => t.Length < value.Length / 2).ShouldBe([only]);
    }

    [Fact]
    public void Add_MoreValuesThanAreLookedFor_IsAProblem() =>
        Problem(string.Concat(Enumerable.Range(0, SecretValues.MaxValues + 1).Select(i => $"KEY_{i}=value-number-{i}\n"))).ShouldNotBeNull()
            .ShouldContain("more than");

    [Fact]
    public void Add_RandomBytesAndNestedTexts_NeverThrows()
    {
        var random = new Random(Campaign.Seed());
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Values(bytes, SecretDefences.All);
            // The characters that formats are made of, in any order.
            var text = string.Concat(Enumerable.Range(0, 60).Select(_ => "{}[]\"':=\\\n #<>/-|&*!a0$@"[random.Next(24)]));
            Values(Encoding.UTF8.GetBytes(text), SecretDefences.All);
        }
    }

    [Fact]
    public void Add_WithoutTheReadingOfValues_KnowsTheWholeFileAlone()
    {
        var content = SecretForms.Content(".env", "S3cr3tValue-0123456789");

        Values(content, SecretDefences.All with { Values = false }).ToImmutable().ShouldHaveSingleItem().ToArray().ShouldBe(content);
    }

    private static SecretValues Values(byte[] content, SecretDefences defences)
    {
        var values = new SecretValues(defences);
        values.Add(content);
        return values;
    }

    private static string[] Texts(byte[] content) =>
        [.. Values(content, SecretDefences.All).ToImmutable().Select(v => Encoding.UTF8.GetString(v.Span))];

    private static string? Problem(string content) => Values(Encoding.UTF8.GetBytes(content), SecretDefences.All).Problem;
}
