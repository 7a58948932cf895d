using System.Text.Json.Serialization;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>Source-generated JSON, so that no reflection is needed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AssertionHeader))]
[JsonSerializable(typeof(AssertionClaims))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(ChannelRequest))]
[JsonSerializable(typeof(GoogleChannel))]
[JsonSerializable(typeof(GoogleUser))]
[JsonSerializable(typeof(GoogleGroup))]
[JsonSerializable(typeof(GoogleUnit))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(string))]
internal sealed partial class GoogleJson : JsonSerializerContext;
