using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SyncEngine.Emulators;

namespace SyncEngine.Documentation.Tests.Samples;

// sample: gsuite-emulator
/// <summary>Tests of a program that reads a G Suite: here a plain HTTP client that lists all users, and begins again when a page token dies.</summary>
public sealed class ListingTests
{
    [Fact]
    public async Task A_listing_whose_page_token_died_begins_again_and_gives_nobody_twice()
    {
        await using var workspace = await GSuiteEmulator.StartAsync();
        workspace.SeedUser(new() { PrimaryEmail = "ada@corp.example", GivenName = "Ada", FamilyName = "Lovelace" });
        workspace.Faults.Add(new GSuiteFault(GSuiteFaultKind.ExpirePageTokens) { Path = "users", After = 1 });
        using var program = await SignedInAsync(workspace);

        Assert.Equal(["ada@corp.example", "admin@corp.example"], await ListAsync(program));

        // The emulator shows every request it received: a token, two pages, of which the second was refused, and both again.
        Assert.Equal([200, 200, 400, 200, 200], workspace.Requests.Select(request => request.Status));
    }

    private static async Task<IEnumerable<string?>> ListAsync(HttpClient program)
    {
        var found = new List<string?>();
        var next = "";
        do
        {
            using var answer = await program.GetAsync(new Uri($"users?customer=my_customer&maxResults=1&pageToken={next}", UriKind.Relative));
            if (!answer.IsSuccessStatusCode)
            {
                found.Clear();
                next = "";
                continue;
            }

            var page = await answer.Content.ReadFromJsonAsync<JsonElement>();
            found.AddRange(page.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("primaryEmail").GetString()));
            next = page.TryGetProperty("nextPageToken", out var token) ? token.GetString() : null;
        }
        while (next is not null);
        return found;
    }

    private static async Task<HttpClient> SignedInAsync(GSuiteEmulator workspace)
    {
        using var key = JsonDocument.Parse(workspace.ServiceAccountKeyJson);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var text = Part(new { alg = "RS256" }) + "." + Part(new
        {
            iss = key.RootElement.GetProperty("client_email").GetString(), sub = workspace.DelegatedAdmin, aud = workspace.TokenUrl,
            scope = "https://www.googleapis.com/auth/admin.directory.user.readonly", iat = now, exp = now + 3600,
        });
        using var rsa = RSA.Create();
        rsa.ImportFromPem(key.RootElement.GetProperty("private_key").GetString());
        var signature = Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", $"{text}.{signature}")]);
        using var answer = await http.PostAsync(workspace.TokenUrl, form);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        return new HttpClient { BaseAddress = new Uri(workspace.BaseUrl, "admin/directory/v1/"), DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
    }

    private static string Part<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
// end
