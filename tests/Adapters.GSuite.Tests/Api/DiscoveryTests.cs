using System.Text.Json;
using System.Text.RegularExpressions;
using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Tests.Api;

/// <summary>
/// What the adapter asks for and reads, against Google's own description of its API. The document is not part of the repository: its path is in the
/// environment (see the package's README).
/// </summary>
public sealed partial class DiscoveryTests
{
    private const string Variable = "SYNCENGINE_GOOGLE_DISCOVERY";

    /// <summary>Fields of later revisions of the API than the document's.</summary>
    private static readonly string[] Newer = ["isGuestUser"];

    [Theory]
    [InlineData("User", DirectoryFields.User, typeof(GoogleUser))]
    [InlineData("Users", DirectoryFields.Users, null)]
    [InlineData("Users", DirectoryFields.DeletedUsers, null)]
    [InlineData("Group", DirectoryFields.Group, typeof(GoogleGroup))]
    [InlineData("Groups", DirectoryFields.Groups, null)]
    [InlineData("Members", DirectoryFields.Members, null)]
    [InlineData("OrgUnit", DirectoryFields.Unit, typeof(GoogleUnit))]
    [InlineData("OrgUnits", DirectoryFields.Units, null, "organizationUnits")]
    public void Every_field_asked_for_is_in_the_schema_and_is_read(string schema, string fields, Type? type, string? list = null)
    {
        var document = Document();
        foreach (var path in Paths(fields))
        {
            var (owner, name) = Walk(document, schema, path);
            Assert.True(Newer.Contains(name) || Schema(document, owner).TryGetProperty(name, out _), $"{owner} has no {name}");
        }

        var top = Paths(fields).Select(path => path.Split('/')[0]).ToHashSet(StringComparer.Ordinal);

        // Lists are read without a type for their answer.
        var names = type is null ? [list ?? schema] : type.GetProperties().Where(p => p.Name != "EqualityContract").Select(p => p.Name);
        var read = names.Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray();

        // Where a list goes on is looked for by itself, before the rest is read.
        Assert.Empty(top.Except(read).Except(["nextPageToken"]));
    }

    [Theory]
    [InlineData(typeof(GoogleUser), "User")]
    [InlineData(typeof(GoogleName), "UserName")]
    [InlineData(typeof(GoogleOrganization), "UserOrganization")]
    [InlineData(typeof(GoogleGroup), "Group")]
    [InlineData(typeof(GoogleMember), "Member")]
    [InlineData(typeof(GoogleUnit), "OrgUnit")]
    [InlineData(typeof(GoogleChannel), "Channel")]
    public void Every_property_read_has_the_type_of_the_schema(Type type, string schema)
    {
        var properties = Schema(Document(), schema);
        foreach (var property in type.GetProperties().Where(p => p.Name != "EqualityContract"))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (Newer.Contains(name))
            {
                continue;
            }

            var declared = properties.GetProperty(name).TryGetProperty("type", out var kind) ? kind.GetString() : "object";
            var expected = property.PropertyType == typeof(string) ? "string" : property.PropertyType == typeof(bool) ? "boolean" : null;
            Assert.True(expected is null ? declared is "any" or "array" or "object" : declared == expected, $"{schema}.{name} is {declared}");
        }
    }

    [Theory]
    [InlineData("UserPhone")]
    [InlineData("UserRelation")]
    [InlineData("UserExternalId")]
    public void Values_of_a_type_have_the_fields_that_are_read(string schema)
    {
        var properties = Schema(Document(), schema);
        Assert.All(new[] { "value", "type" }, name => Assert.Equal("string", properties.GetProperty(name).GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Every_request_is_a_method_of_the_document_with_parameters_it_has_and_a_scope_that_is_enough()
    {
        var document = Document();
        var requests = await RequestsAsync();
        Assert.True(requests.Count >= 8, string.Join('\n', requests));
        foreach (var request in requests)
        {
            var uri = new Uri(new Uri("https://admin.googleapis.com/admin/directory/v1/"), request);
            var method = Methods(document).Single(m => m.Path.IsMatch(uri.AbsolutePath[1..]));
            foreach (var parameter in uri.Query[1..].Split('&').Select(p => p.Split('=')[0]))
            {
                Assert.True(
                    method.Definition.GetProperty("parameters").TryGetProperty(parameter, out _) || document.GetProperty("parameters").TryGetProperty(parameter, out _),
                    $"{method.Definition.GetProperty("id")} has no parameter {parameter}");
            }

            Assert.Equal("GET", method.Definition.GetProperty("httpMethod").GetString());
            Assert.Contains(method.Definition.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()), scope => GoogleScopes.All.Contains(scope!));
        }

        Assert.All(GoogleScopes.All, scope => Assert.True(document.GetProperty("auth").GetProperty("oauth2").GetProperty("scopes").TryGetProperty(scope, out _), scope));
    }

    [Fact]
    public void Channels_are_asked_for_with_fields_of_the_schema_under_scopes_that_are_enough()
    {
        var document = Document();
        var asked = new ChannelRequest
        {
            Id = "c", Type = "web_hook", Address = "https://hook.example/", Token = "t", Payload = false, Params = new Dictionary<string, string> { ["ttl"] = "1" }, ResourceId = "r",
        };
        var properties = Schema(document, "Channel");
        var kinds = JsonSerializer.SerializeToElement(asked, GoogleJson.Default.ChannelRequest).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind);
        Assert.Equal(7, kinds.Count);
        Assert.All(kinds, field => Assert.Equal(properties.GetProperty(field.Key).GetProperty("type").GetString(), field.Value switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.False => "boolean",
            _ => "object",
        }));
        foreach (var method in new[] { document.GetProperty("resources").GetProperty("users").GetProperty("methods").GetProperty("watch"), document.GetProperty("resources").GetProperty("channels").GetProperty("methods").GetProperty("stop") })
        {
            Assert.Equal("POST", method.GetProperty("httpMethod").GetString());
            Assert.Contains(method.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()), scope => GoogleScopes.All.Contains(scope!));
        }
    }

    [Fact]
    public void Pages_are_as_large_as_the_document_allows() =>
        Assert.Equal(
            Methods(Document()).Single(m => m.Definition.GetProperty("id").GetString() == "directory.users.list").Definition
                .GetProperty("parameters").GetProperty("maxResults").GetProperty("maximum").GetString(),
            GSuiteOptions.UserPageSizeMax.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>One request of each kind that the adapter makes.</summary>
    private static async Task<IReadOnlyCollection<string>> RequestsAsync()
    {
        using var google = new ScriptedGoogle(_ => null);
        var client = google.Connection.NewClient();
        await client.UsersAsync(DirectoryScope.Customer("my_customer"), "t", "", Rig.Ct);
        await client.UsersAsync(DirectoryScope.Domain("corp.example"), null, "", Rig.Ct);
        await client.DeletedUsersAsync("t", "", Rig.Ct);
        await client.UserAsync("1", DirectoryFields.User, "", Rig.Ct);
        await client.GroupsAsync(DirectoryScope.Customer("my_customer"), "t", "", Rig.Ct);
        await client.GroupAsync("1", "", Rig.Ct);
        await client.MembersAsync("1", "t", "", Rig.Ct);
        await client.UnitsAsync("", Rig.Ct);
        await client.UnitAsync("id:1", "", Rig.Ct);
        return [.. google.Asked.Where(path => path != "token").Select(path => path.Replace("id:", "id%3A", StringComparison.Ordinal))];
    }

    private static JsonElement Document()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"{Variable} does not name Google's discovery document of admin:directory_v1.");
        return JsonElement.Parse(File.ReadAllBytes(path!));
    }

    private static JsonElement Schema(JsonElement document, string name) => document.GetProperty("schemas").GetProperty(name).GetProperty("properties");

    /// <summary>The schema that holds the last part of a path, and that part.</summary>
    private static (string Owner, string Name) Walk(JsonElement document, string schema, string path)
    {
        var parts = path.Split('/');
        foreach (var part in parts[..^1])
        {
            var property = Schema(document, schema).GetProperty(part);
            schema = (property.TryGetProperty("items", out var items) ? items : property).GetProperty("$ref").GetString()!;
        }

        return (schema, parts[^1]);
    }

    /// <summary>A field mask taken apart: <c>users(id,name(givenName))</c> is <c>users/id</c> and <c>users/name/givenName</c>.</summary>
    private static IEnumerable<string> Paths(string fields)
    {
        var prefix = new Stack<string>();
        foreach (var token in Tokens().Matches(fields).Select(m => m.Value))
        {
            switch (token[^1])
            {
                case '(':
                    prefix.Push(token[..^1]);
                    break;
                case ')':
                    prefix.Pop();
                    break;
                default:
                    yield return string.Join('/', prefix.Reverse().Append(token));
                    break;
            }
        }
    }

    private static IEnumerable<(Regex Path, JsonElement Definition)> Methods(JsonElement document)
    {
        foreach (var resource in document.GetProperty("resources").EnumerateObject())
        {
            foreach (var method in resource.Value.TryGetProperty("methods", out var methods) ? methods.EnumerateObject() : default)
            {
                var pattern = Braces().Replace(method.Value.GetProperty("path").GetString()!, "[^/]+");
                if (method.Value.GetProperty("httpMethod").GetString() == "GET")
                {
                    yield return (new Regex($"^{pattern}$", RegexOptions.None, TimeSpan.FromSeconds(1)), method.Value);
                }
            }
        }
    }

    [GeneratedRegex(@"[A-Za-z]+\(?|\)", RegexOptions.None, 1_000)]
    private static partial Regex Tokens();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1_000)]
    private static partial Regex Braces();
}
