using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Emulators.Tests.GSuite;

public sealed class SigningInTests
{
    private const string Auth = "https://www.googleapis.com/auth/";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_assertion_for_an_administrator_gives_a_token_that_the_api_takes()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = new RawGoogle(emulator);
        var answer = await raw.TokenAsync();
        Assert.Equal((200, "Bearer", 3599), (answer.Status, answer.Text("token_type"), answer.Json.GetProperty("expires_in").GetInt32()));
        raw.Token = answer.Text("access_token");
        Assert.Equal([emulator.DelegatedAdmin], (await raw.GetAsync("users?customer=my_customer")).Texts("users", "primaryEmail"));
    }

    [Fact]
    public async Task The_key_file_is_that_of_a_service_account_and_goes_with_the_emulator()
    {
        string path;
        await using (var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct))
        {
            path = emulator.ServiceAccountKeyPath;
            using var key = JsonDocument.Parse(await File.ReadAllTextAsync(path, Ct));
            Assert.Equal("service_account", key.RootElement.GetProperty("type").GetString());
            Assert.Equal(emulator.TokenUrl.ToString(), key.RootElement.GetProperty("token_uri").GetString());
            Assert.StartsWith("-----BEGIN PRIVATE KEY-----", key.RootElement.GetProperty("private_key").GetString());
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Every_claim_is_checked()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var emulator = await GSuiteEmulator.StartAsync(new() { TimeProvider = time }, Ct);
        using var raw = new RawGoogle(emulator, time);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await Refused("invalid_grant", "account not found", new() { ["iss"] = "other@emulated-project.iam.gserviceaccount.com" });
        await Refused("invalid_grant", "audience", new() { ["aud"] = "https://oauth2.googleapis.com/token" });
        await Refused("invalid_grant", "reasonable timeframe", new() { ["exp"] = now + 3601 });
        await Refused("invalid_grant", "reasonable timeframe", new() { ["iat"] = now + 600, ["exp"] = now + 900 });
        await Refused("invalid_grant", "reasonable timeframe", new() { ["iat"] = now - 3600, ["exp"] = now - 600 });
        await Refused("invalid_grant", "reasonable timeframe", new() { ["exp"] = null });
        await Refused("invalid_grant", "User ID", new() { ["sub"] = "nobody@corp.example" });
        await Refused("invalid_scope", "scope", new() { ["scope"] = "" });
        await Refused("invalid_scope", "scope", new() { ["scope"] = Auth + "admin.directory.everything" });

        async Task Refused(string error, string said, Dictionary<string, object?> claims)
        {
            var answer = await raw.TokenAsync(claims: claims);
            Assert.Equal((400, error), (answer.Status, answer.Text("error")));
            Assert.Contains(said, answer.Text("error_description"));
        }
    }

    [Fact]
    public async Task A_signature_of_another_key_is_refused_and_so_is_the_key_that_was_replaced()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = new RawGoogle(emulator);
        var old = emulator.ServiceAccountKeyJson;
        emulator.ReplaceServiceAccountKey();
        var answer = await raw.TokenAsync(keyJson: old);
        Assert.Equal((400, "invalid_grant", "Invalid JWT Signature."), (answer.Status, answer.Text("error"), answer.Text("error_description")));

        // The new key's id over the old key's signature.
        var id = JsonDocument.Parse(emulator.ServiceAccountKeyJson).RootElement.GetProperty("private_key_id").GetString()!;
        var mixed = old.Replace(JsonDocument.Parse(old).RootElement.GetProperty("private_key_id").GetString()!, id, StringComparison.Ordinal);
        Assert.Equal("Invalid JWT Signature.", (await raw.TokenAsync(keyJson: mixed)).Text("error_description"));
        Assert.Equal(200, (await raw.TokenAsync()).Status);
        Assert.Equal(emulator.ServiceAccountKeyJson, await File.ReadAllTextAsync(emulator.ServiceAccountKeyPath, Ct));
    }

    [Fact]
    public async Task Every_scope_asked_for_must_be_authorised_and_a_broader_one_covers_no_narrower()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = new RawGoogle(emulator);
        emulator.AuthorizedScopes = [Auth + "admin.directory.user", Auth + "admin.directory.group.readonly"];
        Assert.Equal(200, (await raw.TokenAsync(scopes: [Auth + "admin.directory.user"])).Status);
        foreach (var scopes in new string[][] { [Auth + "admin.directory.user.readonly"], [Auth + "admin.directory.user", Auth + "admin.directory.orgunit.readonly"] })
        {
            var answer = await raw.TokenAsync(scopes: scopes);
            Assert.Equal((401, "unauthorized_client"), (answer.Status, answer.Text("error")));
        }
    }

    [Fact]
    public async Task Requests_that_are_no_grant_are_refused()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = new RawGoogle(emulator);
        Assert.Equal("unsupported_grant_type", (await raw.FormAsync(("grant_type", "password"))).Text("error"));
        Assert.Equal("invalid_request", (await raw.FormAsync(("assertion", "x"))).Text("error"));
        Assert.Equal("invalid_request", (await raw.FormAsync(("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"))).Text("error"));
        foreach (var assertion in new[] { "x", "a.b.c", "e30.e30.e30", "e30.!.e30" })
        {
            var answer = await raw.FormAsync(("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion));
            Assert.Equal((400, "invalid_grant"), (answer.Status, answer.Text("error")));
        }
    }

    [Fact]
    public async Task A_missing_a_wrong_and_an_expired_token_are_told_apart_from_missing_rights()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var emulator = await GSuiteEmulator.StartAsync(new() { TimeProvider = time, TokenLifetime = TimeSpan.FromSeconds(10) }, Ct);
        using var raw = new RawGoogle(emulator, time);
        var missing = await raw.GetAsync("users?customer=my_customer");
        Assert.Equal((401, "required"), (missing.Status, missing.Reason));
        Assert.StartsWith("Bearer", missing.Headers["WWW-Authenticate"]);
        raw.Token = "ya29.nonsense";
        Assert.Equal((401, "authError"), Outcome(await raw.GetAsync("users?customer=my_customer")));
        await raw.SignInAsync();
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(200, (await raw.GetAsync("users?customer=my_customer")).Status);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((401, "authError"), Outcome(await raw.GetAsync("users?customer=my_customer")));
    }

    [Fact]
    public async Task Only_an_administrator_is_let_in_and_a_service_account_alone_is_nobody()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example", GivenName = "Anna", FamilyName = "Berg" });
        emulator.SeedUser(new() { PrimaryEmail = "helper@corp.example", IsDelegatedAdmin = true });
        using var raw = await new RawGoogle(emulator).SignInAsync("anna@corp.example");
        Assert.Equal((403, "forbidden"), Outcome(await raw.GetAsync("users?customer=my_customer")));
        Assert.Equal(200, (await raw.GetAsync("users?customer=my_customer&viewType=domain_public")).Status);
        raw.Token = (await raw.TokenAsync(claims: new() { ["sub"] = null })).Text("access_token");
        var nobody = await raw.GetAsync("users?customer=my_customer");
        Assert.Equal((403, "forbidden", "Not Authorized to access this resource/api"), (nobody.Status, nobody.Reason, nobody.Message));
        await raw.SignInAsync("helper@corp.example");
        Assert.Equal(200, (await raw.GetAsync("users?customer=my_customer")).Status);
        emulator.SuspendUser("helper@corp.example");
        Assert.Equal((401, "authError"), Outcome(await raw.GetAsync("users?customer=my_customer")));
        Assert.Equal("invalid_grant", (await raw.TokenAsync("helper@corp.example")).Text("error"));
    }

    [Fact]
    public async Task A_token_without_the_scope_of_the_method_is_refused_and_says_so()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync(null, Auth + "admin.directory.user.readonly");
        Assert.Equal(200, (await raw.GetAsync("users?customer=my_customer")).Status);
        foreach (var path in new[] { "groups?customer=my_customer", "groups/x/members", "customer/my_customer/orgunits", "customer/my_customer/domains", "customers/my_customer" })
        {
            var answer = await raw.GetAsync(path);
            Assert.Equal((403, "insufficientPermissions"), Outcome(answer));
            Assert.Contains("ACCESS_TOKEN_SCOPE_INSUFFICIENT", answer.Body);
        }
    }

    [Fact]
    public async Task An_api_that_is_not_enabled_refuses_everything()
    {
        await using var emulator = await GSuiteEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawGoogle(emulator).SignInAsync();
        emulator.Behaviour.ApiEnabled = false;
        var answer = await raw.GetAsync("users?customer=my_customer");
        Assert.Equal((403, "accessNotConfigured"), Outcome(answer));
        Assert.Contains("SERVICE_DISABLED", answer.Body);
    }

    private static (int, string?) Outcome(RawAnswer answer) => (answer.Status, answer.Reason);
}
