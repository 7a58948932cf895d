using System.Text.Json;

namespace SyncEngine.Emulators.Tests.GSuite;

/// <summary>Google's own description of the Directory API. It is not part of the repository: a variable of the environment says where it is.</summary>
internal sealed class DiscoveryDocument
{
    internal const string Variable = "SYNCENGINE_GOOGLE_DISCOVERY";

    /// <summary>The revision that the emulator follows.</summary>
    private const string Revision = "20240709";

    private readonly JsonElement root;

    private DiscoveryDocument(JsonElement root) => this.root = root;

    /// <summary>The schemas by name.</summary>
    internal JsonElement Schemas => root.GetProperty("schemas");

    /// <summary>Parameters that every method takes.</summary>
    internal IEnumerable<string> CommonParameters => root.GetProperty("parameters").EnumerateObject().Select(p => p.Name);

    /// <summary>The document, or null where no variable names one. A variable that names no such file is an error.</summary>
    internal static DiscoveryDocument? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path)
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Equal("admin:directory_v1", document.RootElement.GetProperty("id").GetString());
        Assert.Equal(Revision, document.RootElement.GetProperty("revision").GetString());
        return new DiscoveryDocument(document.RootElement.Clone());
    }

    /// <summary>A method by its name without <c>directory.</c>: <c>users.list</c>.</summary>
    internal JsonElement Method(string id)
    {
        var (resource, method) = (id.Split('.')[0], id.Split('.')[1]);
        return root.GetProperty("resources").GetProperty(resource).GetProperty("methods").GetProperty(method);
    }

    /// <summary>The names of a schema's properties.</summary>
    internal IEnumerable<string> Properties(string schema) => Schemas.GetProperty(schema).GetProperty("properties").EnumerateObject().Select(p => p.Name);

    /// <summary>The name of the schema a method answers with; null when it answers with nothing.</summary>
    internal string? Answer(string id) => Method(id).TryGetProperty("response", out var response) ? response.GetProperty("$ref").GetString() : null;

    /// <summary>The name of the schema of a method's body; null for none.</summary>
    internal string? Body(string id) => Method(id).TryGetProperty("request", out var request) ? request.GetProperty("$ref").GetString() : null;
}
