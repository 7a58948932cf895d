using System.Text.Json;
using System.Text.Json.Serialization;

namespace SyncEngine.Emulators;

/// <summary>How bodies of requests are read.</summary>
internal static class GSuiteBody
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };
}
