using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>After a complete reading of the target: settles the writes whose answer was lost and the roles that were owed, so that nobody has to remember
/// them.</summary>
internal sealed class PendingSettler(IEntryQueries entries, IKnownEntries known)
{
    private const int BatchSize = 200;

    /// <summary>How many accounts with one address are looked at: an address nobody may have twice.</summary>
    private const int HoldersMax = 20;

    internal async Task SettleAsync(SystemName source, SystemName target, RunJournal journal, CancellationToken cancellationToken)
    {
        // Read to the end before the first append: settled people are no longer among those who wait.
        var waiting = new List<EntryState>();
        await foreach (var person in entries.ReadUnsettledAsync(source, cancellationToken).ConfigureAwait(false))
        {
            if (person.Pending.Any(p => p.Target == target) || PendingResolver.Owed(person, target).Any())
            {
                waiting.Add(person);
            }
        }

        // Where somebody stands is told by the chart; it is read only when an update is open.
        var chart = waiting.Any(person => person.Pending.Any(p => p.Action == ChangeAction.UpdateAccount))
            ? new OrgChart(await entries.ReadAllAsync(target, EntryKind.Unit, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false))
            : new OrgChart([]);
        // Whether a role was made for a group is told by the roles; they are read only when a making is open.
        var madeFor = new HashSet<string>(StringComparer.Ordinal);
        if (waiting.Any(group => group.Pending.Any(p => p.Action == ChangeAction.CreateRole)))
        {
            await foreach (var role in entries.ReadAllAsync(target, EntryKind.Group, cancellationToken).ConfigureAwait(false))
            {
                madeFor.Add(role.Presence == EntryPresence.Present ? role.Attributes[AttributeNames.ExternalId] ?? "" : "");
            }
        }

        foreach (var people in waiting.Chunk(BatchSize))
        {
            var appends = await SettledAsync(people, target, chart, madeFor, cancellationToken).ConfigureAwait(false);
            await journal.AppendAsync(appends, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<StreamAppend>> SettledAsync(EntryState[] people, SystemName target, OrgChart chart, HashSet<string> madeFor, CancellationToken cancellationToken)
    {
        var pending = people.SelectMany(person => person.Pending).Where(p => p.Target == target).ToList();
        var keys = pending.Where(p => p.TargetId is not null).Select(p => new EntryKey(target, PendingResolver.KindOf(p), p.TargetId!))
            .Concat(people.SelectMany(person => PendingResolver.Owed(person, target)).Select(role => new EntryKey(target, EntryKind.Group, role)))
            .Distinct();
        var found = await known.LoadAsync([.. keys], cancellationToken).ConfigureAwait(false);
        var taken = new HashSet<EmailKey>();
        foreach (var email in pending.Select(p => EmailKey.TryFrom(p.Fields[AttributeNames.Email])).OfType<EmailKey>().Distinct())
        {
            var holders = await entries.FindAccountsAsync(email.Value, HoldersMax, cancellationToken).ConfigureAwait(false);
            if (holders.Any(e => e.Key.System == target && e.Presence == EntryPresence.Present && EmailKey.TryFrom(e.Attributes[AttributeNames.Email]) == email))
            {
                taken.Add(email);
            }
        }

        return
        [
            .. people
                .Select(person => new StreamAppend(
                    StreamName.Entry(person.Key),
                    person.Version,
                    PendingResolver.Resolve(
                        person,
                        target,
                        (kind, id) => found.GetValueOrDefault(new EntryKey(target, kind, id)),
                        text => EmailKey.TryFrom(text) is { } email && taken.Contains(email),
                        chart.TextOf,
                        madeFor.Contains)))
                .Where(append => append.Events.Count > 0),
        ];
    }
}
