using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>Writes the frame of a list: kind, etag, the items under their name unless there are none, and where the next page is.</summary>
internal static class ListJson
{
    internal static void Write<T>(
        Utf8JsonWriter json, GSuiteCall call, string kind, string name, IReadOnlyList<T> items, Func<T, string> etag, Action<T, string> write, string? nextPageToken = null)
    {
        var etags = items.Select(etag).ToList();
        json.WriteStartObject();
        json.WriteString("kind", kind);
        json.WriteString("etag", ETags.OfList(call, kind, etags, nextPageToken is not null));
        if (items.Count > 0)
        {
            json.WriteStartArray(name);
            for (var i = 0; i < items.Count; i++)
            {
                write(items[i], etags[i]);
            }

            json.WriteEndArray();
        }

        JsonTexts.Write(json, "nextPageToken", nextPageToken);
        json.WriteEndObject();
    }
}
