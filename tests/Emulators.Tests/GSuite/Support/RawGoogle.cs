using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SyncEngine.Emulators.Tests.GSuite;

/// <summary>Speaks to the emulator as any HTTP client would, so that its contract is tested without the adapter.</summary>
internal sealed class RawGoogle(GSuiteEmulator emulator, TimeProvider? time = null) : IDisposable
{
    private readonly HttpClient http = new();

    public string? Token { get; set; }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<RawGoogle> SignInAsync(string? subject = null, params string[] scopes)
    {
        var answer = await TokenAsync(subject: subject, scopes: scopes);
        Token = answer.Text("access_token");
        return this;
    }

    /// <summary>Asks for a token; claims given here replace the usual ones, a null takes one out.</summary>
    public async Task<RawAnswer> TokenAsync(string? subject = null, string[]? scopes = null, Dictionary<string, object?>? claims = null, string? keyJson = null)
    {
        using var key = JsonDocument.Parse(keyJson ?? emulator.ServiceAccountKeyJson);
        var now = (time ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds();
        var all = new Dictionary<string, object?>
        {
            ["iss"] = Key("client_email"),
            ["sub"] = subject ?? emulator.DelegatedAdmin,
            ["scope"] = string.Join(' ', scopes is { Length: > 0 } ? scopes : emulator.AuthorizedScopes),
            ["aud"] = Key("token_uri"),
            ["iat"] = now,
            ["exp"] = now + 3600,
        };
        foreach (var (name, value) in claims ?? [])
        {
            all[name] = value;
        }

        var text = Part(new { alg = "RS256", typ = "JWT", kid = Key("private_key_id") }) + '.' + Part(all.Where(c => c.Value is not null).ToDictionary());
        using var rsa = RSA.Create();
        rsa.ImportFromPem(Key("private_key"));
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return await FormAsync(("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", text + '.' + Base64Url.EncodeToString(signature)));

        string Key(string name) => key.RootElement.GetProperty(name).GetString()!;
    }

    public Task<RawAnswer> FormAsync(params (string Name, string Value)[] form) => SendAsync(new HttpRequestMessage(HttpMethod.Post, emulator.TokenUrl)
    {
        Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))),
    });

    public Task<RawAnswer> GetAsync(string path, string? ifNoneMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.BaseUrl, path.StartsWith("admin/", StringComparison.Ordinal) ? path : "admin/directory/v1/" + path));
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return SendAsync(request);
    }

    public Task<RawAnswer> SendAsync(string method, string path, string? json = null, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(emulator.BaseUrl, path.StartsWith("admin/", StringComparison.Ordinal) ? path : "admin/directory/v1/" + path))
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return SendAsync(request);
    }

    /// <summary>Every page of a listing, each as it came.</summary>
    public async Task<List<RawAnswer>> PagesAsync(string path)
    {
        var pages = new List<RawAnswer>();
        string? next = null;
        do
        {
            var page = await GetAsync(next is null ? path : $"{path}&pageToken={Uri.EscapeDataString(next)}");
            Assert.Equal(200, page.Status);
            pages.Add(page);
            next = page.Has("nextPageToken") ? page.Text("nextPageToken") : null;
        }
        while (next is not null);
        return pages;
    }

    public async Task<RawAnswer> SendAsync(HttpRequestMessage request)
    {
        if (Token is not null && request.Headers.Authorization is null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        using (request)
        {
            using var response = await http.SendAsync(request, Ct);
            var text = await response.Content.ReadAsStringAsync(Ct);
            var json = text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default;
            var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
            return new RawAnswer((int)response.StatusCode, json, text, headers);
        }
    }

    public void Dispose() => http.Dispose();

    private static string Part(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}

/// <summary>One answer, read whole.</summary>
internal sealed record RawAnswer(int Status, JsonElement Json, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The reason of an error of the API.</summary>
    public string? Reason => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        ? error.GetProperty("errors")[0].GetProperty("reason").GetString()
        : null;

    /// <summary>The message of an error of the API.</summary>
    public string? Message => Json.GetProperty("error").GetProperty("message").GetString();

    public bool Has(string name) => Json.TryGetProperty(name, out _);

    public string? Text(string name) => Json.GetProperty(name).GetString();

    public JsonElement[] List(string name) => Has(name) ? [.. Json.GetProperty(name).EnumerateArray()] : [];

    public string?[] Texts(string list, string name) => [.. List(list).Select(item => item.GetProperty(name).GetString())];
}
