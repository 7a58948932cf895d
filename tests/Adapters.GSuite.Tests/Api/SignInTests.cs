using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Tests.Api;

public sealed class SignInTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_assertion_says_who_asks_in_whose_name_for_what_where_and_how_long_and_is_signed()
    {
        using var key = new KeyFile(json => json["token_uri"] = "https://tokens.example/token");
        var signer = await GoogleSigner.LoadAsync(key.Path, Rig.Ct);
        var assertion = await Assertion.MakeAsync(signer, "admin@corp.example", ["a", "b"], time.GetUtcNow(), Rig.Ct);

        var parts = assertion.Split('.');
        Assert.True(key.Verifies(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2])));
        Assert.Equal($$"""{"alg":"RS256","typ":"JWT","kid":"{{KeyFile.KeyId}}"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        Assert.Equal(["iss", "sub", "scope", "aud", "iat", "exp"], claims.Select(claim => claim.Key));
        Assert.Equal(
            (KeyFile.ServiceAccount, "admin@corp.example", "a b", "https://tokens.example/token"),
            ((string?)claims["iss"], (string?)claims["sub"], (string?)claims["scope"], (string?)claims["aud"]));
        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds(), (long)claims["iat"]!);
        Assert.Equal(3_600, (long)claims["exp"]! - (long)claims["iat"]!);
    }

    [Fact]
    public async Task One_token_serves_until_shortly_before_its_end()
    {
        using var google = new ScriptedGoogle(_ => null, time: time);
        await AskAsync(google);
        time.Advance(TimeSpan.FromMinutes(58));
        await AskAsync(google);
        Assert.Single(google.Asked, path => path == "token");

        time.Advance(TimeSpan.FromMinutes(2));
        await AskAsync(google);
        Assert.Equal(2, google.Asked.Count(path => path == "token"));
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once()
    {
        var refusals = 1;
        using var google = new ScriptedGoogle(path => path != "token" && refusals-- > 0 ? ScriptedGoogle.Refusal(401, "authError") : null, time: time);
        await AskAsync(google);
        Assert.Equal(2, google.Asked.Count(path => path == "token"));

        refusals = 2;
        var error = await Assert.ThrowsAsync<GoogleApiException>(() => AskAsync(google));
        Assert.Equal((GoogleFailure.SignInRefused, "authError"), (error.Failure, error.Reason));
    }

    [Theory]
    [InlineData("nothing", "KeyUnreadable")]
    [InlineData("text", "KeyUnusable")]
    [InlineData("user", "KeyUnusable")]
    [InlineData("pem", "KeyUnusable")]
    [InlineData("email", "KeyUnusable")]
    [InlineData("http", "KeyUnusable")]
    public async Task A_key_that_cannot_be_used_is_told_by_its_trouble_and_nothing_of_it_is_repeated(string trouble, string reason)
    {
        using var key = new KeyFile(json =>
        {
            switch (trouble)
            {
                case "user": json["type"] = "authorized_user"; break;
                case "pem": json["private_key"] = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0LXNlY3JldA==\n-----END PRIVATE KEY-----\n"; break;
                case "email": json.Remove("client_email"); break;
                case "http": json["token_uri"] = "http://tokens.example/token"; break;
            }
        });
        if (trouble == "text")
        {
            await File.WriteAllTextAsync(key.Path, "s3cr3t and no key", Rig.Ct);
        }

        var error = await Assert.ThrowsAsync<GoogleApiException>(() => GoogleSigner.LoadAsync(trouble == "nothing" ? key.Path + ".not" : key.Path, Rig.Ct));
        Assert.Equal((GoogleFailure.NoCredentials, reason), (error.Failure, error.Reason));
        Assert.DoesNotContain("s3cr3t", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_file_the_credentials_of_the_host_sign()
    {
        using var key = new KeyFile();
        Environment.SetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS", key.Path);
        try
        {
            var signer = await GoogleSigner.LoadAsync(null, Rig.Ct);
            Assert.Equal(KeyFile.ServiceAccount, signer.ServiceAccount);
            var data = Encoding.UTF8.GetBytes("data");
            Assert.True(key.Verifies(data, await signer.SignAsync(data, Rig.Ct)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS", null);
        }
    }

    private static Task<Page<GoogleUser>> AskAsync(ScriptedGoogle google) =>
        google.Connection.NewClient().UsersAsync(DirectoryScope.Customer("my_customer"), null, "users", Rig.Ct);
}
