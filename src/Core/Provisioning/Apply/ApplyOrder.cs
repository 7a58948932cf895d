using System.Collections.Immutable;

namespace SyncEngine.Provisioning;

/// <summary>
/// The order in which rows are applied: departments parents first, then accounts (access back, bind, update, new), then the managers of departments,
/// roles, members who go, members who come, Blocks last; and every row after the rows it requires.
/// </summary>
internal static class ApplyOrder
{
    /// <summary>
    /// The rows in their order, cut into waves: the rows of one wave are of one rank and need nothing of each other, so that they may be applied at the same
    /// time. A row that changes a role is a wave of its own: two writes to one role would answer each with a part of the truth.
    /// </summary>
    internal static IEnumerable<ImmutableArray<PlanRow>> Waves(IEnumerable<PlanRow> rows)
    {
        var wave = ImmutableArray.CreateBuilder<PlanRow>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Of(rows))
        {
            if (wave.Count > 0 && (Rank(row) != Rank(wave[0]) || row.Roles.Length > 0 || wave[0].Roles.Length > 0 || row.Requires.Any(ids.Contains)))
            {
                yield return wave.ToImmutable();
                wave.Clear();
                ids.Clear();
            }

            wave.Add(row);
            ids.Add(row.Id);
        }

        if (wave.Count > 0)
        {
            yield return wave.ToImmutable();
        }
    }

    /// <summary>
    /// The rows of a wave as they are taken by one worker after the other: each by itself, and all memberships of one role together, since a role takes many
    /// members in one write.
    /// </summary>
    internal static IEnumerable<ImmutableArray<PlanRow>> Units(ImmutableArray<PlanRow> wave) => wave[0].Kind == RowKind.Membership
        ? wave.GroupBy(row => row.Target?.Id ?? row.Group, StringComparer.Ordinal).Select(role => role.ToImmutableArray())
        : wave.Select(row => ImmutableArray.Create(row));

    internal static ImmutableArray<PlanRow> Of(IEnumerable<PlanRow> rows)
    {
        var ranked = rows.Select((row, place) => (row, place)).OrderBy(r => Rank(r.row)).ThenBy(r => r.place).Select(r => r.row).ToList();
        var byId = ranked.ToDictionary(row => row.Id, StringComparer.Ordinal);
        var ordered = ImmutableArray.CreateBuilder<PlanRow>(ranked.Count);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in ranked)
        {
            Visit(row);
        }

        return ordered.ToImmutable();

        void Visit(PlanRow row)
        {
            if (!visited.Add(row.Id))
            {
                return;
            }

            foreach (var required in row.Requires)
            {
                if (byId.TryGetValue(required, out var before))
                {
                    Visit(before);
                }
            }

            ordered.Add(row);
        }
    }

    private static int Rank(PlanRow row) => (row.Kind, row.Status) switch
    {
        (RowKind.Department, RowStatus.Update) => 5,
        (RowKind.Department, _) => 0,
        (RowKind.Role, _) => 6,
        (RowKind.Membership, _) => row.Effects.Contains(Effect.RemoveMember) ? 7 : 8,
        (_, RowStatus.Unblock) => 1,
        (_, RowStatus.Bind) => 2,
        (_, RowStatus.Update) => 3,
        (_, RowStatus.New) => 4,
        (_, RowStatus.Block) => 9,
        _ => 10,
    };
}
