using System.Collections.Immutable;
using System.Text.Json;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Reads one person's streams backwards into a story: the source entry's, and those of the accounts linked to it.</summary>
internal sealed class Timeline(IEventStore store, IEntryQueries entries, EventTypeMap types)
{
    private const int CandidatesMax = 20;

    internal async Task<PersonHistory> ReadAsync(string text, CancellationToken cancellationToken)
    {
        var person = await FindAsync(text, cancellationToken).ConfigureAwait(false);
        var accounts = person.Links.Select(link => new EntryKey(link.Target, EntryKind.Account, link.AccountId)).ToImmutableArray();
        var items = new List<HistoryItem>();
        foreach (var key in accounts.Prepend(person.Key))
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

    private async Task<EntryState> FindAsync(string text, CancellationToken cancellationToken)
    {
        var wanted = CanonicalText.Of(text) ?? "";
        var found = await entries.FindAccountsAsync(wanted, CandidatesMax, cancellationToken).ConfigureAwait(false);

        // A person and the account linked to that person are one.
        var linked = found.SelectMany(e => e.Links.Select(l => new EntryKey(l.Target, EntryKind.Account, l.AccountId))).ToHashSet();
        var people = found.Where(e => !linked.Contains(e.Key)).ToList();
        return people switch
        {
            [var only] => only,
            [] => throw new PersonNotFoundException(
                $"Nobody answers to '{text}'.", "Give an email, a login name, an anchor or an account id as one of the systems has it."),
            _ => throw new PersonNotFoundException(
                $"{people.Count} people answer to '{text}': {string.Join("; ", people.Select(p => $"{PersonNames.Of(p)}, {p.Attributes[AttributeNames.Email] ?? "no email"}, {p.Key.System} {p.Key.Anchor}"))}.",
                "Give the anchor of the one you mean."),
        };
    }
}
