using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>Source-generated JSON, so that no reflection is needed.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class PyrusJsonContext : JsonSerializerContext;
