using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>The map and the rules of fields under which a plan was last applied: they tell a value that changed from a rule that did. Pure.</summary>
internal sealed class MappingBefore
{
    private readonly FieldMapper? before;
    private readonly ImmutableArray<SystemName> sources = [];

    internal MappingBefore(PlanningInput input, OrgChart org, UnitTree units)
    {
        if (input.AppliedPolicy is { } applied && PlanFingerprint.OfPolicy(applied) != PlanFingerprint.OfPolicy(input.Policy))
        {
            (before, sources) = (new FieldMapper(applied, org, units), applied.Sources);
        }
    }

    /// <summary>
    /// Whether changed rules alone explain what an update writes: by the rules before, each value would be the one that was last applied. Of several sources it may be
    /// another one that says so, since their order is a rule too.
    /// </summary>
    internal bool Explains(ImmutableArray<EntryState> person, AccountLink link, ImmutableArray<FieldChange> changes) =>
        before is not null && changes.All(change => person.Any(entry =>
            sources.Contains(entry.Key.System) && FieldMapper.Same(change.Field, before.Desired(entry, change.Field), link.LastApplied[change.Field])));
}
