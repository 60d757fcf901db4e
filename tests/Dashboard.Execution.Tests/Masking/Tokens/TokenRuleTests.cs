using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Execution.Masking.Tokens;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Masking.Tokens;

/// <summary>Each rule by itself: it finds gitleaks' samples of it, and none of what gitleaks says it must not find.</summary>
[Needs(Need.Time)]
public sealed class TokenRuleTests
{
    // Made of pieces, so that this file has no text that a scanner takes for a token.
    private const string Random40 = "Zk3Jq9Xv7Rb2Lm8Tn5Wd" + "Hc4Yp6Gf1Ss0Ae+Bo/Ui";
    private const string Random43 = "Zk3Jq9Xv7Rb2Lm8Tn5WdHc4" + "Yp6Gf1Ss0Ae-Bo_UiVxN";

    private static readonly TokenRules Rules = TokenFinder.Load();
    private static readonly Dictionary<string, TokenFinder> Finders =
        Rules.Rules.ToDictionary(r => r.Id, r => new TokenFinder(Rules with { Rules = [r] }));

    [Fact]
    public void Find_SamplesOfGitleaks_FindsEach()
    {
        var missed = new List<string>();
        foreach (var sample in TokenSamples.All)
        {
            var finder = Only(sample.Rule);
            foreach (var text in sample.Positive.Where(t => TokenSamples.Found(finder, t).Length == 0))
                missed.Add($"{sample.Rule}: {text}");
            foreach (var (name, secret) in sample.Samples)
            {
                TokenSamples.Found(finder, $"{name}_token = \"{secret}\"\n")
                    .ShouldAllBe(f => f.Length >= 8 && secret.Contains(f, StringComparison.Ordinal));
            }
        }

        missed.ShouldBeEmpty();
    }

    [Fact]
    public void Find_CounterexamplesOfGitleaks_FindsNone()
    {
        var wrong =
            from sample in TokenSamples.All
            from other in sample.Others
            from found in TokenSamples.Found(Only(sample.Rule), other)
            select $"{sample.Rule}: {found} in {other}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Find_WithAllRules_FindsWhatEachFindsAlone()
    {
        foreach (var sample in TokenSamples.All)
        {
            foreach (var text in sample.Positive)
            {
                var all = TokenSamples.Found(TokenFinder.Shared, text);
                foreach (var one in TokenSamples.Found(Only(sample.Rule), text))
                    all.Any(a => a.Contains(one, StringComparison.Ordinal) || one.Contains(a, StringComparison.Ordinal)).ShouldBeTrue(text);
            }
        }
    }

    // The syntax is near enough to .NET's that .NET's engine can be the judge.
    [Fact]
    public void Match_Samples_FindsWhatDotNetFinds()
    {
        foreach (var sample in TokenSamples.All)
        {
            var rule = Rules.Rules.Single(r => r.Id == sample.Rule);
            var expression = rule.Regex.Replace("[[:alnum:]]", "[A-Za-z0-9]", StringComparison.Ordinal)
                .Replace("$)", @"(?=[\r\n])|\z)", StringComparison.Ordinal);
            var regex = new Regex(expression, RegexOptions.CultureInvariant);
            foreach (var text in sample.Positive.Concat(sample.Others).Where(t => t.All(char.IsAscii)))
            {
                var bytes = Encoding.ASCII.GetBytes(text);
                var expected = regex.Matches(text).Select(m => m.Groups.Values.Skip(1).FirstOrDefault(g => g.Length > 0) ?? m.Groups[0])
                    .Select(g => text.Substring(g.Index, g.Length)).FirstOrDefault();
                var actual = Enumerable.Range(0, bytes.Length)
                    .Select(at => rule.Pattern.Match(bytes, at).Secret).FirstOrDefault(s => s is not null);
                (actual is { } range ? text[range] : null).ShouldBe(expected, $"{rule.Id}: {text}");
            }
        }
    }

    [Fact]
    public void Rules_All_CompileAndHaveHeads()
    {
        foreach (var rule in Rules.Rules)
        {
            _ = rule.Pattern;
            _ = Only(rule.Id);
        }

        Rules.Rules.Select(r => r.Id).ShouldBeUnique();
        var gitleaks = Rules.Rules.Select(r => r.Id).Where(id => !id.StartsWith("own-", StringComparison.Ordinal));
        TokenSamples.All.Select(s => s.Rule).ShouldBe(gitleaks, ignoreOrder: true);
    }

    public static TheoryData<string, string, string> OwnTokens => new()
    {
        { "own-age-post-quantum", "AGE-SECRET-KEY-PQ-" + "1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE", "" },
        { "own-age-plugin", "AGE-PLUGIN-YUBIKEY-" + "1QPZRY9X8GF2TVDW0S3JN54KHCE6", "" },
        { "own-aws-secret-key", Random40, "aws_secret_access_key = *" },
        { "own-aws-secret-key", Random40, "export AWS_SECRET_ACCESS_KEY='*'" },
        { "own-aws-secret-key", Random40, "{\"SecretAccessKey\": \"*\", \"x\": 1}" },
        { "own-aws-secret-key", Random40, "<SecretAccessKey>*</SecretAccessKey>" },
        { "own-aws-secret-beside-its-id", Random40, "AKIA" + "LALEMEL33243OLIB,*\n" },
        { "own-aws-session-token", Random40 + Random40 + Random40, "AWS_SESSION_TOKEN=*" },
        { "own-http-authorization", Random43, "> authorization: Bearer *" },
        { "own-http-authorization", "ZGVwbG95OmEtbG9uZy1wYXNz", "curl -H 'Authorization: Basic *' https://example.org" },
        { "own-vault-token", "hvs." + "6j4cuewowBGit65rheNoceI7", "token                hvs-not-this\ntoken  *" },
        { "own-wireguard-key", "oK56DE9Ue9zK76rAc8pBl6opph" + "+1v36lm7cXXsQKrQM=", "PrivateKey = *\n" },
        { "own-jwk-private", Random43, "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"*\",\"x\":\"abc\"}" },
        { "own-jwk-private", Random43, "{\n  \"crv\": \"P-256\",\n  \"d\":\n    \"*\",\n  \"kty\": \"EC\"\n}" },
        { "own-jwk-private", Random43, "\"{\\\"kty\\\":\\\"EC\\\",\\\"d\\\":\\\"*\\\"}\"" },
        { "own-jwk-symmetric", Random43[..22], "{\"kty\":\"oct\",\"alg\":\"A128KW\",\"k\":\"*\"}" },
        { "own-jwk-symmetric-first", Random43[..22], "{\"alg\":\"A128KW\",\n\"k\":\"*\",\n\"kty\":\"oct\"}" },
    };

    [Theory]
    [MemberData(nameof(OwnTokens))]
    public void Find_OwnRule_FindsTheSecretAlone(string rule, string secret, string text)
    {
        var whole = text.Length == 0 ? $"key {secret}\n" : text.Replace("*", secret, StringComparison.Ordinal);
        TokenSamples.Found(Only(rule), whole).ShouldBe([secret]);
        string.Concat(TokenSamples.Found(TokenFinder.Shared, whole)).ShouldContain(secret);
    }

    [Theory]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("Authorization: Bearer $TOKEN")]
    [InlineData("Authorization: Basic <credentials>")]
    [InlineData("authorization: token required-to-continue")]
    [InlineData("{\"kty\":\"EC\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
        + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}")]
    [InlineData("{\"d\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}")]
    [InlineData("PublicKey = xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=")]
    [InlineData("AKIA and ASIA are how AWS's access keys begin; hvs. is how Vault's tokens do, ghp_ and github_pat_ GitHub's")]
    public void Find_TextThatOnlyLooksLikeIt_FindsNone(string text) => TokenSamples.Found(TokenFinder.Shared, text).ShouldBeEmpty();

    private static TokenFinder Only(string rule) => Finders[rule];
}
