using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Documentation.Tests.Samples;

/// <summary>How an auditor recomputes a run's digest, with public types only.</summary>
internal static class RunDigestSample
{
    // sample: digest
    // Events of one run in any order, without its RunCompleted; previous is RunCompleted.Previous.
    internal static string Digest(IEnumerable<RecordedEvent> events, string previous)
    {
        var hashes = new List<string>();
        foreach (var e in events)
        {
            var data = JsonSerializer.SerializeToElement(e.Event, e.Event.GetType(), EngineJson.Options);
            object[] line = [e.Stream.Value, e.Version, EngineEvents.Map.NameOf(e.Event.GetType()), data];
            hashes.Add(Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(line, EngineJson.Options))));
        }

        hashes.Sort(StringComparer.Ordinal);
        var all = SHA256.HashData(Convert.FromHexString(string.Concat(hashes)));
        using var chain = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in new[] { previous, Convert.ToHexStringLower(all) })
        {
            var length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
            chain.AppendData(length);
            chain.AppendData(Encoding.ASCII.GetBytes(text));
        }

        return Convert.ToHexStringLower(chain.GetHashAndReset());
    }
    // end
}
