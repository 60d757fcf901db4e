using System.Text.Json;
using Dashboard.Core.Gates;
using Dashboard.Testing;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Dashboard.Tests.Cli;

/// <summary>The program as people start it: exit codes, and messages that say what to do.</summary>
[Needs(Need.Time)]
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Help_NamesTheCommandsAndOptions()
    {
        var (code, output, _) = await RunAsync(["--help"]);
        code.ShouldBe(0);
        foreach (var word in new[] { "serve", "signup-link", "export", "verify", "backup", "restore", "signing-key", "lint", "adopt",
            "unlock",
            "--data", "--runbooks", "--urls" })
            output.ShouldContain(word);
    }

    [Theory]
    [InlineData("srve")]
    [InlineData("--dtaa=x")]
    public async Task Arguments_ThatMeanNothing_AreRefused(string argument)
    {
        var (code, _, errors) = await RunAsync([argument]);
        code.ShouldBe(2);
        errors.ShouldContain(argument.Split('=')[0]);
    }

    [Fact]
    public async Task SignUpLink_WithoutADatabase_SaysWhatToDo()
    {
        var (code, _, errors) = await RunAsync(["signup-link", "--data", _folder.FullName]);
        code.ShouldBe(1);
        errors.ShouldContain($"There is no database in {_folder.FullName}. Start the dashboard once");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Settings_AllWrong_AreToldAtOnceByTheirKeys()
    {
        var (code, _, errors) = await RunAsync(["--data", _folder.FullName, "--runbooks", "/no/such/folder"], new()
        {
            ["Dashboard__Docker"] = "somewhere",
            ["Dashboard__OutputCap"] = "1",
            ["Dashboard__Targets__web"] = "-oProxyCommand=evil",
        });
        code.ShouldBe(1);
        foreach (var key in new[] { "Dashboard:Runbooks: there is no folder /no/such/folder",
            "Dashboard:Docker: \"somewhere\" is not the address", "Dashboard:OutputCap", "Dashboard:Targets:web" })
            errors.ShouldContain(key);
        errors.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("Dashboard__Path", "/usr/bin:bin", "Dashboard:Path: \"bin\" is not an absolute folder.")]
    [InlineData("Dashboard__Path", "/usr/bin:", "Dashboard:Path: \"\" is not an absolute folder.")]
    [InlineData("Dashboard__Datta", "x", "Dashboard:Datta: unknown setting.")]
    [InlineData("Dashboard__OutputCap", "many", "Dashboard:OutputCap: \"many\" is not a whole number.")]
    [InlineData("Dashboard__Grace", "soon", "Dashboard:Grace: \"soon\" is not a time span; write 00:00:05 for five seconds.")]
    [InlineData("Dashboard__InvitedApprover", "maybe",
        "Dashboard:InvitedApprover: \"maybe\" is not a choice; write allowed, flagged or refused.")]
    [InlineData("Dashboard__InvitedApprover", "7", "Dashboard:InvitedApprover: \"7\" is not a choice; write allowed, flagged or refused.")]
    [InlineData("Dashboard__ProxyHops", "0", "Dashboard:ProxyHops")]
    [InlineData("Dashboard__Proxies", "proxy.example",
        "Dashboard:Proxies: \"proxy.example\" is neither an address nor a network. Write 127.0.0.1, or 10.1.0.0/24")]
    [InlineData("Dashboard__Proxies", "127.0.0.1, 0.0.0.0/0", "Dashboard:Proxies: \"0.0.0.0/0\" is neither an address nor a network.")]
    [InlineData("Dashboard__Proxies__0", "127.0.0.1",
        "Dashboard:Proxies: it takes one value. Write it as one text, with commas where there are several.")]
    [InlineData("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true",
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED: it lets everybody write any address into the record, so it is not taken. Remove it, and set "
            + "Dashboard:Proxies")]
    public async Task Setting_ThatCannotBeRead_IsToldByItsKey(string name, string value, string words)
    {
        var (code, _, errors) = await RunAsync(["--data", _folder.FullName], new() { [name] = value });
        code.ShouldBe(1);
        errors.ShouldContain(words);
    }

    [Fact]
    public async Task Server_OnADataFolderInUse_SaysSo()
    {
        await using var host = new TestHost();
        await host.InitializeAsync();
        var data = host.Data;
        var (code, _, errors) = await RunAsync(["--data", data, "--urls", "http://127.0.0.1:0"]);
        code.ShouldBe(1);
        errors.ShouldContain($"Another dashboard uses the data folder {data}.");

        // The link for the first account can be made beside it; the earlier one ends.
        var (linked, output, _) = await RunAsync(["signup-link", "--data", data, "--urls", host.Address.ToString()]);
        linked.ShouldBe(0);
        var link = output.Split('\n').Single(l => l.Contains("/sign-up?token=", StringComparison.Ordinal)).Trim();
        (await host.Accounts.FindInvitationAsync(host.FirstToken, TestContext.Current.CancellationToken)).ShouldBeNull();
        (await host.Accounts.FindInvitationAsync(link.Split("token=")[1], TestContext.Current.CancellationToken)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Unlock_BesideAServer_LetsAnAccountInAgain()
    {
        await using var host = new TestHost();
        await host.InitializeAsync();
        await host.AddAsync("grace", Core.Gates.Role.Reviewer);
        using var browser = host.Browser();
        for (var i = 0; i < 5; i++)
            (await TestHost.SignInAsync(browser, "grace", "wrong")).Dispose();
        using (var waits = await TestHost.SignInAsync(browser, "grace"))
            waits.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);

        var (code, output, _) = await RunAsync(["unlock", "grace", "--data", host.Data]);
        (code, output.Trim()).ShouldBe((0, "grace can sign in at once."));
        using var right = await TestHost.SignInAsync(browser, "grace");
        right.StatusCode.ShouldBe(System.Net.HttpStatusCode.Found);

        var (none, _, errors) = await RunAsync(["unlock", "grave", "--data", host.Data]);
        (none, errors.Contains("Account grave not found.", StringComparison.Ordinal)).ShouldBe((1, true));
    }

    [Fact]
    public async Task Server_OnAPortInUse_SaysSo()
    {
        await using var host = new TestHost();
        await host.InitializeAsync();
        var (code, _, errors) = await RunAsync(["--data", _folder.FullName, "--urls", host.Address.ToString()]);
        code.ShouldBe(1);
        errors.ShouldContain("address already in use");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Evidence_BesideAServer_IsVerifiedBackedUpAndSignedFor()
    {
        await using var host = new TestHost();
        await host.InitializeAsync();
        var (signed, key, _) = await RunAsync(["signing-key", "--data", host.Data]);
        signed.ShouldBe(0);
        key.ShouldStartWith("cutover-dashboard namespaces=\"cutover-evidence\" ssh-ed25519 ");

        var (good, output, _) = await RunAsync(["verify", "--data", host.Data, "--json"]);
        good.ShouldBe(0);
        using (var verdict = JsonDocument.Parse(output))
        {
            verdict.RootElement.GetProperty("exitCode").GetInt32().ShouldBe(0);
            verdict.RootElement.GetProperty("entries").GetInt64().ShouldBeGreaterThan(0);
            verdict.RootElement.GetProperty("faults").GetArrayLength().ShouldBe(0);
        }

        var file = Path.Combine(_folder.FullName, "backup.db");
        (await RunAsync(["backup", file, "--data", host.Data])).Code.ShouldBe(0);
        (await RunAsync(["backup", file, "--data", host.Data])).Errors.ShouldContain("already exists");
        var (refused, _, why) = await RunAsync(["restore", file, "--data", host.Data]);
        (refused, why.Contains("Another dashboard uses the data folder", StringComparison.Ordinal)).ShouldBe((1, true));
        var (restored, told, _) = await RunAsync(["restore", file, "--data", Path.Combine(_folder.FullName, "elsewhere")]);
        (restored, told.Contains("restored", StringComparison.Ordinal)).ShouldBe((0, true));

        // One byte, written past the triggers: the first bad entry is named.
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TRIGGER ledger_no_update; UPDATE ledger SET Bytes = Bytes || x'20' WHERE Seq = 1";
            command.ExecuteNonQuery();
        }

        (await RunAsync(["restore", file, "--data", Path.Combine(_folder.FullName, "third")])).Code.ShouldBe(1);
        File.Copy(file, Path.Combine(_folder.FullName, "dashboard.db"));
        var (bad, words, _) = await RunAsync(["verify", "--data", _folder.FullName]);
        bad.ShouldBe(1);
        words.ShouldContain("BAD entry 1: SHA-256 of its bytes");
    }

    /// <summary>
    /// Who has the database, or makes a bundle, chooses names: they write nothing on the terminal of whoever verifies it.
    /// </summary>
    [Fact]
    public async Task Verify_NamesThatActOnATerminal_AreShownAsTheyAre()
    {
        await using var host = new TestHost();
        await host.InitializeAsync();
        await host.AddAsync("grace", Role.Reviewer);
        var file = Path.Combine(_folder.FullName, "dashboard.db");
        (await RunAsync(["backup", file, "--data", host.Data])).Code.ShouldBe(0);
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE AspNetUsers SET UserName = 'x' || char(27) || '[2J' || char(10) || '  verified: 99 entries'";
            command.ExecuteNonQuery();
        }

        var (code, output, _) = await RunAsync(["verify", "--data", _folder.FullName]);

        code.ShouldBe(1);
        output.ShouldContain("⟨U+001B⟩[2J⟨U+000A⟩");
        output.ShouldNotContain('\e');
        output.Split('\n').ShouldNotContain(l => l.StartsWith("  verified:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Run 7 not found.", "export", "7")]
    [InlineData("There is no bundle /no/such/bundle.", "verify", "/no/such/bundle")]
    [InlineData("There is no file /no/such/signers with the keys", "verify", "/", "--signers", "/no/such/signers")]
    [InlineData("--checkpoint goes with the ledger", "verify", "/", "--checkpoint", "x")]
    [InlineData("The checkpoints in /no/such/file cannot be read", "verify", "--checkpoint", "/no/such/file")]
    public async Task Evidence_ThatCannotBeHad_IsToldInWords(string words, params string[] arguments)
    {
        await using var host = new TestHost();
        await host.InitializeAsync();
        var (code, _, errors) = await RunAsync([.. arguments, "--data", host.Data]);
        code.ShouldBe(arguments[0] == "verify" ? 2 : 1);
        errors.ShouldContain(words);
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Bundle_VerifiedWhereNoInstallationIs_AsksForTheKey()
    {
        var (code, _, errors) = await RunAsync(["verify", "/tmp", "--data", Path.Combine(_folder.FullName, "none")]);
        code.ShouldBe(2);
        errors.ShouldContain("Name the file with the trusted key: --signers FILE");
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments,
        Dictionary<string, string>? environment = null) =>
        ProgramRun.RunAsync(arguments, environment);
}
