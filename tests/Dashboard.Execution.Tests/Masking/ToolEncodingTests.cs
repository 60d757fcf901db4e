using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;
using Dashboard.Execution.Secrets;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>
/// Secret files of each form, printed by real programs in each encoding. What is left of it must tell nothing of the secret: two secrets of
/// one shape, which differ in each letter and digit, must leave the same behind.
/// </summary>
[Needs(Need.Docker, Need.Packages)]
public sealed class ToolEncodingTests(ToolEncodingTests.Printed printed) : IClassFixture<ToolEncodingTests.Printed>
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly int Seed = Campaign.Seed(20_26_12);
    private static readonly MaskingDefences Off = MaskingDefences.All with { Encodings = false, WhiteSpace = false };

    // In a shape, each # is a letter or digit, drawn anew for each secret.
    private static readonly (string Name, string Shape, Func<string, byte[]> File)[] Forms =
    [
        ("plain", "####'##\"#é=!#$## #-####", Utf8),
        ("plain, a line end", "#######\"###&##<###>#", v => Utf8(v + "\n")),
        ("plain, letters alone", "####################", v => Utf8(v + "\r\n")),
        (".env", "####'###$####%####", v => Utf8(
            $"# the database\nDB_USER=app\nexport DB_PASSWORD='{v.Replace("'", @"'\''", StringComparison.Ordinal)}'\n")),
        (".env, double quotes", "####/###!####+####=#", v => Utf8($"DB_PASSWORD=\"{v}\" # rotated\n")),
        ("JSON", "###\"####\\####'####&##",
            v => JsonSerializer.SerializeToUtf8Bytes(new { database = new { user = "app", password = v } })),
        ("YAML", "####'####: ###'####", v => Utf8($"database:\n  password: '{v.Replace("'", "''", StringComparison.Ordinal)}'\n")),
        ("INI", "#####@###?####~###", v => Utf8($"[database]\nuser = app\npassword = {v}\n")),
        ("PEM", "################################################", v => Utf8(
            $"-----BEGIN DATA-----\n{Convert.ToBase64String(Utf8(v))}\n-----END DATA-----\n")),
        ("UTF-16", "####'####!#$## #-####", v => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes($"DB_PASSWORD={v}\r\n")]),
        ("BOM", "####`####*####|###", v => [0xEF, 0xBB, 0xBF, .. Utf8($"{v}\n")]),
        ("beyond ASCII", "пароль-####-ü####'##€", v => Utf8($"{v}\n")),
        ("binary", "\u0001##\u00ff####\u0080\u00c3#######\u0007####\u00e9\u00fe####\u0090###", Encoding.Latin1.GetBytes),
        ("multi-line", "########-####'####\n######## ##########\n#########\"#########", v => Utf8(v + "\n")),
        ("short", "##'#$###", Utf8),
        ("long", string.Concat(Enumerable.Repeat("########'######$######### ####\"#####%######-########&", 12)), Utf8),
    ];

    [Fact]
    public void Write_EveryFormInEveryEncoding_TellsNothingOfIt()
    {
        var (leaks, harmless) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        Parallel.ForEach(Cases(), c =>
        {
            var left = new[] { "a", "b" }.Select(which => Left(c.Form, which, c.Number, MaskingDefences.All)).ToArray();
            if (left[0] != left[1] || !left[0].Contains("[masked]", StringComparison.Ordinal))
                leaks.Add($"{c.Form}, {c.Encoding}:\n{left[0]}\n{left[1]}");
        });
        // Each encoding hides some secret from a masker that knows none.
        foreach (var encoding in Cases().GroupBy(c => (c.Encoding, c.Number)))
        {
            if (encoding.All(c => Left(c.Form, "a", c.Number, Off) == Left(c.Form, "b", c.Number, Off)))
                harmless.Add(encoding.Key.Encoding);
        }

        leaks.ShouldBeEmpty($"{leaks.Count} of {Cases().Count()}, seed {Seed}\n{string.Join("\n---\n", leaks.Take(40))}");
        harmless.ShouldBeEmpty();
    }

    [Fact]
    public void Write_EveryEncodingInRandomPiecesOnBothChannels_TellsNothingOfIt()
    {
        var leaks = new ConcurrentBag<string>();
        Parallel.ForEach(Cases().Where(c => c.Form != "long"), c =>
        {
            var random = new Random(Seed + c.Number);
            var seed = random.Next();
            var left = new[] { "a", "b" }.Select(which => Pieces(c.Form, which, c.Number, new Random(seed))).ToArray();
            // How often the channel changes within a mask is no secret.
            if (Bare(left[0]) != Bare(left[1]))
                leaks.Add($"{c.Form}, {c.Encoding}:\n{left[0]}\n{left[1]}");
        });
        leaks.ShouldBeEmpty($"{leaks.Count}, seed {Seed}\n{string.Join("\n---\n", leaks.Take(40))}");
    }

    // Without the offsets of dumps, of which a piece may be all that one channel got.
    private static string Bare(string left) => string.Concat(
        Regex.Replace(left, @"^0([0-9a-f]{5,7}:? |[0-9a-f]*(?=\[masked\]))", "", RegexOptions.Multiline)
        .Replace("[masked]", "", StringComparison.Ordinal).Where(char.IsLetterOrDigit));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bytes(string form, string value) => form == "binary" ? Encoding.Latin1.GetBytes(value) : Utf8(value);

    private static IEnumerable<(string Form, string Encoding, int Number)> Cases() =>
        from encoding in ToolEncodings.OfBytes.Concat(ToolEncodings.OfText).Select((e, i) => (e.Name, Number: i))
        from form in Forms.Where(f => f.Name != "binary" || encoding.Number < ToolEncodings.OfBytes.Length)
        select (form.Name, encoding.Name, encoding.Number);

    private string FileOf(string form, string which) => printed.FileOf(form, which);

    private (SecretSet Secrets, byte[] Printed) Case(string form, string which, int encoding, MaskingDefences defences)
    {
        var value = File.ReadAllBytes(FileOf(form, which));
        var values = new SecretValues(SecretDefences.All);
        var text = form == "binary" ? Encoding.Latin1.GetString(value) : Encoding.UTF8.GetString(value);
        values.Add(Forms.First(f => f.Name == form).File(text));
        var output = File.ReadAllBytes($"{FileOf(form, which)}.{encoding}");
        output.Length.ShouldBeGreaterThan(0, File.ReadAllText($"{FileOf(form, which)}.{encoding}.error"));
        // No letter or digit follows, which could be the secret's next one by chance.
        return (SecretSet.Compile(values.ToImmutable(), defences), [.. "ready\n"u8, .. output, .. "\n{}\n"u8]);
    }

    private string Left(string form, string which, int encoding, MaskingDefences defences)
    {
        var (secrets, printed) = Case(form, which, encoding, defences);
        return Masking.Through(secrets, (OutputChannel.Stdout, printed)).All.Replace($".{which}", ".", StringComparison.Ordinal);
    }

    private string Pieces(string form, string which, int encoding, Random random)
    {
        var (secrets, printed) = Case(form, which, encoding, MaskingDefences.All);
        var pieces = new List<(OutputChannel, byte[])>();
        for (var at = 0; at < printed.Length;)
        {
            var end = Math.Min(printed.Length, at + random.Next(1, 40));
            pieces.Add(((OutputChannel)random.Next(2), printed[at..end]));
            at = end;
        }

        return Masking.Through(secrets, [.. pieces]).All;
    }

    /// <summary>What the tools printed.</summary>
    public sealed class Printed : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("encodings-").FullName;

        public async ValueTask InitializeAsync()
        {
            var random = new Random(Seed);
            foreach (var (form, shape, _) in Forms)
            {
                foreach (var which in new[] { "a", "b" })
                {
                    var value = string.Concat(shape.Select(c => c == '#' ? Letters[random.Next(Letters.Length)] : c));
                    await File.WriteAllBytesAsync(FileOf(form, which), Bytes(form, value));
                }
            }

            await Parallel.ForEachAsync(Cases().GroupBy(c => c.Number), TestContext.Current.CancellationToken, async (encoding, _) =>
            {
                var script = ToolEncodings.OfBytes.Concat(ToolEncodings.OfText).ElementAt(encoding.Key).Script;
                var files = encoding.SelectMany(c => new[] { FileOf(c.Form, "a"), FileOf(c.Form, "b") });
                await TestContainer.ShellAsync($$"""
                    cd {{_folder}}; export LC_ALL=C.UTF-8 PATH=/usr/bin:$PATH
                    for f in {{string.Join(' ', files.Select(Path.GetFileName))}}; do
                      v=$(cat "$f"; echo x); v=${v%x}
                      { {{script}}; } > "$f.{{encoding.Key}}" 2> "$f.{{encoding.Key}}.error" || true
                    done
                    """);
            });
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        internal string FileOf(string form, string which) =>
            Path.Combine(_folder, $"{Array.FindIndex(Forms, f => f.Name == form):00}.{which}");
    }
}
