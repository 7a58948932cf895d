using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// The fingerprints of a plan: over what went in, and over everything that went in and came out. Ids, times, and how long or in how many
/// pages something was read are not part of it.
/// </summary>
internal static class PlanFingerprint
{
    /// <summary>Raised whenever the same events may give other bytes, so that fingerprints of different formats never meet.</summary>
    internal const int Format = 1;

    internal static PlanInputs Inputs(PlanningInput input) => new(
        OfEntries(input.Source),
        OfEntries(input.Target),
        OfPolicy(input));

    internal static Fingerprint Of(
        PlanningInput input, PlanInputs inputs, ImmutableArray<PlanRow> rows, PlanCounts counts, ImmutableArray<HeldLimit> held,
        ImmutableArray<Finding> findings)
    {
        using var writer = new FingerprintWriter();
        writer.Add(Format).Add(input.Engine).Add(input.Sync.Value).Add(inputs.Source).Add(inputs.Target).Add(inputs.Policy);
        foreach (var read in input.Reads.OrderBy(r => r.System))
        {
            writer.Add(read.System.Value).Add(read.Complete).Add((int)read.Mode).Add(read.Identity);
        }

        return writer.Add(Json(rows)).Add(Json(counts)).Add(Json(held)).Add(Json(findings)).Finish();
    }

    internal static Fingerprint OfPolicy(SyncPolicy policy)
    {
        using var writer = new FingerprintWriter();
        return writer.Add(Json(policy)).Finish();
    }

    private static Fingerprint OfPolicy(PlanningInput input)
    {
        using var writer = new FingerprintWriter();
        writer.Add(OfPolicy(input.Policy)).Add(input.AppliedPolicy is null ? Fingerprint.None : OfPolicy(input.AppliedPolicy));
        foreach (var exclusion in input.Excluded.Values.OrderBy(e => e.Key))
        {
            writer.Add(Json(exclusion));
        }

        return writer.Finish();
    }

    private static Fingerprint OfEntries(IReadOnlyList<EntryState> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries.OrderBy(e => e.Key))
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(entry with { Version = 0 }, EngineJson.Options));
            hash.AppendData("\n"u8);
        }

        return Fingerprint.Parse(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, EngineJson.Options);
}
