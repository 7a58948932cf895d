using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>One person, as the sources have him.</summary>
/// <param name="Lead">The entry that speaks for the person: what the row is decided by, and where its values come from.</param>
/// <param name="Keeper">The entry in whose stream the story of the account is told: the one that was linked first.</param>
/// <param name="All">All entries of the person, in order of authority.</param>
internal sealed record PersonView(EntryState Lead, EntryState Keeper, ImmutableArray<EntryState> All);

/// <summary>
/// Says which entries of several sources are one person, and which of them speaks for the person. Entries are one person's when they are linked to one account,
/// or, before any of them is, when they have one address. With a single source every entry speaks for itself. Pure.
/// </summary>
internal sealed class Persons(PlanningWorld world)
{
    private readonly ImmutableArray<SystemName> sources = world.Policy.Sources;

    /// <summary>Whether there are several sources at all.</summary>
    internal bool Several => sources.Length > 1;

    /// <summary>The person of an entry; the states that the entry's row needs must be at hand.</summary>
    internal PersonView Of(EntryState entry)
    {
        if (!Several)
        {
            return new PersonView(entry, entry, [entry]);
        }

        if (entry.LinkTo(world.Target) is { } link)
        {
            var linked = Ordered(world.Correlator.LinkedTo(link.AccountId));
            return linked.IsEmpty
                ? new PersonView(entry, entry, [entry])
                : new PersonView(LeadOf(linked), linked.FirstOrDefault(e => e.LinkTo(world.Target)!.Origin != LinkOrigin.Along) ?? linked[0], linked);
        }

        var twins = Twins(entry);
        var lead = twins.FirstOrDefault(twin => world.Restraints.Of(twin) is not null) ?? LeadOf(twins);
        return new PersonView(lead, lead, twins);
    }

    /// <summary>Whether another entry of the same person speaks for it, so that this one has no row of its own.</summary>
    internal bool IsSpokenFor(EntryState entry) => Several && Of(entry).Lead.Key != entry.Key;

    /// <summary>The link whose story is the account's, or null when the person has none.</summary>
    internal AccountLink? LinkOf(EntryState entry) => Several ? Of(entry).Keeper.LinkTo(world.Target) : entry.LinkTo(world.Target);

    /// <summary>Why the person is left alone, by whichever of the entries; null when nothing says so.</summary>
    internal Restraint? RestraintOf(EntryState entry) => Several ? RestraintOf(Of(entry)) : world.Restraints.Of(entry);

    /// <summary>Why a person is left alone, by whichever of the entries; one that was excluded by hand says it before a filter does.</summary>
    internal Restraint? RestraintOf(PersonView person) =>
        person.All.Select(world.Restraints.Of).OfType<Restraint>().OrderBy(restraint => !restraint.ByHand).FirstOrDefault();

    /// <summary>
    /// Whether all was read that the person's access depends on: the target, each source that has an entry of the person, and each of the others at least once.
    /// </summary>
    internal bool IsComplete(EntryState entry) => Several
        ? world.TargetComplete && world.Input.NeverRead.IsEmpty && Of(entry).All.All(e => world.IsComplete(e.Key.System))
        : world.ReadsComplete;

    /// <summary>The entries that are linked along with the one that speaks, when that gets an account.</summary>
    internal IEnumerable<EntryState> Followers(PersonView person) => person.All.Where(e => e.Key != person.Lead.Key && Stays(e));

    /// <summary>
    /// Somebody active in another source who has the address of a leaver's account, is linked to none, and may be the same person: who moved from one directory to
    /// another in one step.
    /// </summary>
    internal EntryState? Successor(EntryState leaver, EntryState account) => !Several
        ? null
        : new[] { EmailKey.TryFrom(account.Attributes[AttributeNames.Email]), world.Fields.Address(leaver) }.OfType<EmailKey>().Distinct()
            .SelectMany(world.Claimants)
            .Where(other => other.Key.System != leaver.Key.System && other.LinkTo(world.Target) is null && NameSimilarity.MayBeSamePerson(other, account))
            .OrderBy(other => RankOf(other.Key.System)).ThenBy(other => other.Key).FirstOrDefault();

    /// <summary>The place of a source in the order of authority.</summary>
    internal int RankOf(SystemName source) => sources.IndexOf(source);

    /// <summary>
    /// Who speaks: the first who is active and in scope. Where nobody is, whoever nothing can be concluded about yet, then who is still there, then the rest. A
    /// person whom one source has disabled is spoken for by that, where the policy says so.
    /// </summary>
    private EntryState LeadOf(ImmutableArray<EntryState> entries)
    {
        if (world.Policy.BlockDisabledAnywhere && entries.FirstOrDefault(e => e is { Presence: EntryPresence.Present, Enabled: false }) is { } disabled)
        {
            return disabled;
        }

        return entries.FirstOrDefault(Stays)
            ?? entries.FirstOrDefault(IsOpen)
            ?? entries.FirstOrDefault(e => e.Presence == EntryPresence.Present)
            ?? entries[0];
    }

    private bool Stays(EntryState entry) => PlanningWorld.IsActive(entry) && world.Verdict(entry) == ScopeVerdict.InScope;

    private bool IsOpen(EntryState entry) => entry is { Enabled: true, Presence: EntryPresence.Missed }
        || (PlanningWorld.IsActive(entry) && world.Verdict(entry) is ScopeVerdict.Undetermined or ScopeVerdict.NoUnit);

    /// <summary>The entries without a link that have the entry's address: of each source the one that is meant by it, and none where several could be.</summary>
    private ImmutableArray<EntryState> Twins(EntryState entry)
    {
        if (entry.Presence != EntryPresence.Present || world.Fields.Address(entry) is not { } address)
        {
            return [entry];
        }

        var twins = world.Correlator.Sharing(address, world.Fields.Address)
            .Where(e => e.LinkTo(world.Target) is null)
            .GroupBy(e => e.Key.System)
            .Select(ofSource => Meant([.. ofSource]))
            .OfType<EntryState>();
        var all = Ordered(twins);
        return all.Any(e => e.Key == entry.Key) ? all : [entry];
    }

    private EntryState? Meant(List<EntryState> ofSource) => ofSource.Where(Stays).ToList() switch
    {
        [var one] => one,
        [] when ofSource.Count == 1 => ofSource[0],
        _ => null,
    };

    private ImmutableArray<EntryState> Ordered(IEnumerable<EntryState> entries) => [.. entries.OrderBy(e => RankOf(e.Key.System)).ThenBy(e => e.Key)];
}
