using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>The signed text a service account asks for a token with (RFC 7523), checked as Google does.</summary>
internal sealed record Assertion(string? Subject, IReadOnlyList<string> Scopes)
{
    /// <summary>How far the clocks may differ (an assumption).</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LifetimeMax = TimeSpan.FromHours(1);

    internal static Assertion Read(string text, GSuiteServiceAccount account, string audience, DateTimeOffset now)
    {
        var parts = text.Split('.');
        if (parts.Length != 3 || Part(parts[0]) is not { } header || Part(parts[1]) is not { } claims)
        {
            throw TokenRefusal.Grant("Invalid JWT: not three parts of Base64Url encoded JSON.");
        }

        if (Text(claims, "iss") != account.ClientEmail)
        {
            throw TokenRefusal.Grant("Invalid grant: account not found");
        }

        if (Text(header, "alg") != "RS256" || (Text(header, "kid") ?? account.PrivateKeyId) != account.PrivateKeyId || !IsSigned(parts, account))
        {
            throw TokenRefusal.Grant("Invalid JWT Signature.");
        }

        if (Text(claims, "aud") != audience)
        {
            throw TokenRefusal.Grant($"Invalid JWT: Failed audience check. The right audience is {audience}");
        }

        CheckTimes(claims, now);
        var scopes = (Text(claims, "scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new Assertion(Text(claims, "sub"), scopes);
    }

    private static void CheckTimes(JsonElement claims, DateTimeOffset now)
    {
        if (Time(claims, "iat") is not { } issued || Time(claims, "exp") is not { } until
            || issued > now + Skew || until <= now - Skew || until <= issued || until - issued > LifetimeMax)
        {
            throw TokenRefusal.Grant(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.");
        }
    }

    private static bool IsSigned(string[] parts, GSuiteServiceAccount account)
    {
        if (!Base64Url.IsValid(parts[2]))
        {
            return false;
        }

        using var rsa = RSA.Create();
        rsa.ImportFromPem(account.PrivateKey);
        return rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static JsonElement? Part(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(text));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is > 0 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
