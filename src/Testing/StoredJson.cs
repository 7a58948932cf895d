using System.Text.Json;
using SyncEngine.Model;

namespace SyncEngine.Testing;

/// <summary>Writes and reads the storage format, and refuses what PostgreSQL refuses, so that a test learns of it without a server.</summary>
internal static class StoredJson
{
    internal static string Write(object value)
    {
        var json = JsonSerializer.Serialize(value, value.GetType(), EngineJson.Options);
        return HasNul(json)
            ? throw new StoreException(
                "StoreUnstorableText",
                "A text holds the character U+0000, which the store cannot keep.",
                "Take the character out of the value in the system it comes from, or in its mapping.")
            : json;
    }

    internal static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, EngineJson.Options)!;

    /// <summary>The escape of U+0000 behind an even number of backslashes; behind an odd number it is plain text.</summary>
    private static bool HasNul(string json)
    {
        for (var at = json.IndexOf("\\u0000", StringComparison.Ordinal); at >= 0; at = json.IndexOf("\\u0000", at + 1, StringComparison.Ordinal))
        {
            var before = at;
            while (before > 0 && json[before - 1] == '\\')
            {
                before--;
            }

            if ((at - before) % 2 == 0)
            {
                return true;
            }
        }

        return false;
    }
}
