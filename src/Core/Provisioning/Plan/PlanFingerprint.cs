using System.Collections.Immutable;
using System.Text.Json;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// The fingerprint of a plan: over what went in, and over everything that came out. Ids, times, and how something was read (changes or everything,
/// how long, in how many pages) are not part of it. Rows are seen in any order: one hash of each is kept, and they are sorted at the end.
/// </summary>
internal sealed class PlanFingerprint
{
    /// <summary>Raised whenever the same events may give other bytes, so that fingerprints of different formats never meet.</summary>
    internal const int Format = 5;

    private readonly List<Fingerprint> rows = [];

    internal int RowCount => rows.Count;

    internal void See(PlanRow row) => rows.Add(OfRow(row));

    internal Fingerprint Of(PlanningInput input, PlanInputs inputs, PlanCounts counts, ImmutableArray<HeldLimit> held, ImmutableArray<Finding> findings)
    {
        using var writer = new FingerprintWriter();
        writer.Add(Format).Add(input.Engine).Add(input.Sync.Value).Add(inputs.Source).Add(inputs.Target).Add(inputs.Policy);
        foreach (var read in input.Reads.OrderBy(r => r.System))
        {
            writer.Add(read.System.Value).Add(read.Complete).Add(read.Identity);
        }

        return writer.Add(OfRows()).Add(Json(counts)).Add(Json(held)).Add(Json(findings)).Finish();
    }

    internal static Fingerprint OfPolicy(SyncPolicy policy)
    {
        using var writer = new FingerprintWriter();
        return writer.Add(Json(policy)).Finish();
    }

    /// <summary>The policy with all that stands beside it: the one before, exclusions, filters, and consents.</summary>
    internal static Fingerprint OfPolicy(PlanningInput input)
    {
        using var writer = new FingerprintWriter();
        writer.Add(OfPolicy(input.Policy)).Add(input.AppliedPolicy is null ? Fingerprint.None : OfPolicy(input.AppliedPolicy));
        foreach (var exclusion in input.Excluded.Values.OrderBy(e => e.Key))
        {
            writer.Add(Json(exclusion));
        }

        foreach (var filter in input.Filters)
        {
            writer.Add(Json(filter));
        }

        foreach (var consent in input.Consents.Values.OrderBy(c => c.Key))
        {
            writer.Add(Json(consent));
        }

        return writer.Finish();
    }

    /// <summary>The fingerprint of one row: over every field, the limit that may hold it excepted.</summary>
    internal static Fingerprint OfRow(PlanRow row)
    {
        using var writer = new FingerprintWriter();
        writer.Add(row.Id).Add((int)row.Kind).Add((int)row.Status).Add((int)row.Situation).Add((int)row.Reason).Add(row.Text).Add(row.Selected)
            .Add(row.Source is not null).Add(row.Target is not null).Add(row.Changes.Length);
        if (row.Source is { } source)
        {
            writer.Add(source.System.Value).Add(source.Anchor).Add(source.Name).Add(source.Email).Add(source.Login).Add(source.Path);
        }

        if (row.Target is { } target)
        {
            writer.Add(target.Id).Add(target.Name).Add(target.Email).Add(target.Blocked);
        }

        foreach (var change in row.Changes)
        {
            writer.Add(change.Field).Add(change.From).Add(change.To).Add(change.Note);
        }

        writer.Add(row.Department).Add(row.Effects.Length);
        foreach (var effect in row.Effects)
        {
            writer.Add((int)effect);
        }

        writer.Add(row.Roles.Length);
        foreach (var role in row.Roles)
        {
            writer.Add(role.Id).Add(role.Name);
        }

        writer.Add(row.Receiver?.Id).Add(row.Receiver?.Name).Add(row.Group);
        foreach (var further in row.Further ?? [])
        {
            writer.Add(further.System.Value).Add(further.Anchor);
        }

        if (row.Keeper is { } keeper)
        {
            writer.Add(keeper.ToString());
        }

        return writer.Add(row.Requires).Add(row.SourcePrecondition).Add(row.TargetPrecondition).Finish();
    }

    private Fingerprint OfRows()
    {
        rows.Sort();
        using var writer = new FingerprintWriter();
        foreach (var row in rows)
        {
            writer.Add(row);
        }

        return writer.Finish();
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, EngineJson.Options);
}
