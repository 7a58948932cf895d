using System.Collections.Immutable;
using System.Text.Json;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Reads one person's streams backwards into a story: the source entry's, those of the accounts linked to it, and those of the person's entries in further sources.</summary>
internal sealed class Timeline(IEventStore store, IEntryQueries entries, EventTypeMap types)
{
    /// <summary>How many entries that answer to an account's id are looked at.</summary>
    private const int EntriesMax = 20;

    internal async Task<PersonHistory> ReadAsync(string text, IReadOnlyCollection<SystemName> systems, CancellationToken cancellationToken)
    {
        var person = await new PersonFinder(entries).FindAsync(text, null, systems, [], cancellationToken).ConfigureAwait(false);
        var accounts = person.Links.Select(link => new EntryKey(link.Target, EntryKind.Account, link.AccountId)).ToImmutableArray();
        var others = new List<EntryKey>();
        foreach (var account in accounts)
        {
            others.AddRange((await entries.FindAccountsAsync(account.Anchor, EntriesMax, cancellationToken).ConfigureAwait(false))
                .Where(e => e.Key != person.Key && e.LinkTo(account.System)?.AccountId == account.Anchor).Select(e => e.Key));
        }

        var items = new List<HistoryItem>();
        foreach (var key in accounts.Concat(others.Distinct()).Prepend(person.Key))
        {
            await foreach (var recorded in store.ReadStreamAsync(StreamName.Entry(key), cancellationToken).ConfigureAwait(false))
            {
                items.Add(Item(key.System, recorded));
            }
        }

        return new PersonHistory(person.Key, PersonNames.Of(person), accounts, [.. items.OrderBy(item => item.Sequence)]);
    }

    private HistoryItem Item(SystemName system, RecordedEvent recorded) => new(
        recorded.At,
        types.NameOf(recorded.Event.GetType()),
        recorded.Stream,
        recorded.Sequence,
        recorded.Metadata.Run,
        recorded.Metadata.Actor,
        EventText.Of(system, recorded.Event),
        JsonSerializer.SerializeToElement(recorded.Event, recorded.Event.GetType(), EngineJson.Options));
}
