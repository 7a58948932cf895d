using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>Speaks to the emulator as any HTTP client would, so that its contract is tested without the adapter.</summary>
internal sealed class RawPyrus(PyrusEmulator emulator) : IDisposable
{
    private readonly HttpClient http = new();

    public string? Token { get; set; }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<RawPyrus> SignInAsync(string? login = null, string? key = null)
    {
        var answer = await AuthAsync(login ?? emulator.Login, key ?? emulator.SecurityKey);
        Token = answer.Text("access_token");
        return this;
    }

    public Task<RawAnswer> AuthAsync(string login, string key, object? more = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.BaseUrl, "auth/"))
        {
            Content = JsonContent.Create(more ?? new { login, security_key = key }),
        });

    public Task<RawAnswer> GetAsync(string path) => SendAsync("GET", path);

    public Task<RawAnswer> SendAsync(string method, string path, string? json = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(emulator.ApiUrl, path));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return SendAsync(request);
    }

    public async Task<RawAnswer> SendAsync(HttpRequestMessage request)
    {
        if (Token is not null)
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
}

/// <summary>One answer, read whole.</summary>
internal sealed record RawAnswer(int Status, JsonElement Json, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Code => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("error_code", out var code) ? code.GetString() : null;

    public bool Has(string name) => Json.TryGetProperty(name, out _);

    public string? Text(string name) => Json.GetProperty(name).GetString();

    public int Id => Json.GetProperty("id").GetInt32();

    public JsonElement[] List(string name) => [.. Json.GetProperty(name).EnumerateArray()];
}
