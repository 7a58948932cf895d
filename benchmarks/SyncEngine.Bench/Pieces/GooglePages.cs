using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SyncEngine.Bench.Runner;

namespace SyncEngine.Bench.Pieces;

/// <summary>
/// A plain <see cref="HttpClient"/> that downloads every page of a G Suite and does nothing with it: the same requests with the same fields, compressed,
/// members of four groups at a time. Of a page only the token of the next one is looked for, of groups their ids.
/// </summary>
internal static class GooglePages
{
    private const string User =
        "id,primaryEmail,name(givenName,familyName,fullName,displayName),suspended,archived,isGuestUser,customerId,orgUnitPath,aliases,nonEditableAliases,"
        + "organizations,phones,relations,externalIds";

    internal static async Task<PieceResult> DownloadAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(arguments.Url) };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Bench (gzip)");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(http, arguments, cancellationToken));
        for (var i = 0; i < arguments.WarmUps; i++)
        {
            await AllAsync(http, cancellationToken);
        }

        return await Measured.RunAsync(() => AllAsync(http, cancellationToken));
    }

    private static async Task<long> AllAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var groups = new List<string>();
        var pages = await ListAsync(http, $"users?customer=my_customer&maxResults=500&fields={Uri.EscapeDataString($"nextPageToken,users({User})")}", null, cancellationToken);
        pages += await ListAsync(http, "customer/my_customer/orgunits?type=all&fields=organizationUnits(orgUnitId,name,orgUnitPath,parentOrgUnitId,parentOrgUnitPath)", null, cancellationToken);
        pages += await ListAsync(http, "users?customer=my_customer&showDeleted=true&maxResults=500&fields=nextPageToken,users(id,deletionTime)", null, cancellationToken);
        pages += await ListAsync(http, "groups?customer=my_customer&maxResults=200&fields=nextPageToken,groups(id,email,name,aliases)", groups, cancellationToken);
        var members = 0L;
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (group, token) =>
            Interlocked.Add(ref members, await ListAsync(http, $"groups/{group}/members?maxResults=200&fields=nextPageToken,members(id,type)", null, token)));
        return pages + members;
    }

    /// <summary>The number of pages of one list.</summary>
    private static async Task<long> ListAsync(HttpClient http, string path, List<string>? ids, CancellationToken cancellationToken)
    {
        var pages = 0L;
        string? next = null;
        do
        {
            var body = await http.GetByteArrayAsync($"admin/directory/v1/{path}&prettyPrint=false{(next is null ? "" : $"&pageToken={Uri.EscapeDataString(next)}")}", cancellationToken);
            next = Look(body, ids);
            pages++;
        }
        while (next is not null);
        return pages;
    }

    private static string? Look(ReadOnlySpan<byte> body, List<string>? ids)
    {
        string? next = null;
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("nextPageToken"))
            {
                reader.Read();
                next = reader.GetString();
            }
            else if (ids is not null && reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 3 && reader.ValueTextEquals("id"))
            {
                reader.Read();
                ids.Add(reader.GetString()!);
            }
            else if (ids is null && reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Skip();
            }
        }

        return next;
    }

    private static async Task<string> TokenAsync(HttpClient http, PieceArguments arguments, CancellationToken cancellationToken)
    {
        var key = JsonElement.Parse(await File.ReadAllBytesAsync(arguments.KeyPath, cancellationToken));
        string Key(string name) => key.GetProperty(name).GetString()!;
        string[] scopes = ["user.readonly", "group.readonly", "group.member.readonly", "orgunit.readonly"];
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = Text(JsonSerializer.Serialize(new Dictionary<string, string> { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = Key("private_key_id") }));
        var claims = Text(JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["iss"] = Key("client_email"), ["sub"] = arguments.User, ["aud"] = Key("token_uri"), ["iat"] = now, ["exp"] = now + 3600,
            ["scope"] = string.Join(' ', scopes.Select(scope => "https://www.googleapis.com/auth/admin.directory." + scope)),
        }));
        using var rsa = RSA.Create();
        rsa.ImportFromPem(Key("private_key"));
        var signature = rsa.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var form = new FormUrlEncodedContent(
            [new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", $"{head}.{claims}.{Base64Url.EncodeToString(signature)}")]);
        using var answer = await http.PostAsync(new Uri(Key("token_uri")), form, cancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken)).GetProperty("access_token").GetString()!;
    }

    private static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
