using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>All that an explanation is made from, as of the plan's sequence.</summary>
internal sealed record ExplainScene
{
    internal required Plan Plan { get; init; }

    /// <summary>What the plan's rows were decided with; the states that the person's row needs are at hand.</summary>
    internal required PlanningWorld World { get; init; }

    internal required EntryState Person { get; init; }

    /// <summary>When the entry was first seen, and when something of it changed last, UTC; null when it had not been seen.</summary>
    internal required (DateTimeOffset First, DateTimeOffset Last)? Seen { get; init; }

    /// <summary>The person's row, its limit marked; null when there is none.</summary>
    internal required PlanRow? Row { get; init; }

    internal required ImmutableArray<PlanRow> Related { get; init; }

    /// <summary>The groups that were entered and have the person as a member, each with the way from a picked one down to it, by names.</summary>
    internal required ImmutableArray<ImmutableArray<string>> Ways { get; init; }

    /// <summary>The person's account: linked, found or the entry itself; null when there is none.</summary>
    internal EntryState? Account => IsAccount ? Person
        : Row?.Target?.Id is { } id ? World.Correlator.Account(id)
        : Link is { } link ? World.Correlator.Account(link.AccountId)
        : null;

    /// <summary>The person's link to the target, or null.</summary>
    internal AccountLink? Link => IsAccount ? null : World.Persons.LinkOf(Person);

    /// <summary>The person's entries in further sources.</summary>
    internal IEnumerable<EntryState> Others => IsAccount ? [] : World.Persons.Of(Person).All.Where(entry => entry.Key != Person.Key);

    /// <summary>Whether it is an account of the target that is explained, and not a person.</summary>
    internal bool IsAccount => Person.Key.System == World.Target;
}
