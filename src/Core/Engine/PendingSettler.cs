using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>After a complete reading of the target: settles the writes whose answer was lost, so that nobody has to remember them.</summary>
internal sealed class PendingSettler(IEntryQueries entries)
{
    internal async Task SettleAsync(SystemName source, SystemName target, RunJournal journal, CancellationToken cancellationToken)
    {
        var waiting = new List<EntryState>();
        await foreach (var person in entries.ReadAllAsync(source, EntryKind.Account, cancellationToken).ConfigureAwait(false))
        {
            if (person.Pending.Any(p => p.Target == target))
            {
                waiting.Add(person);
            }
        }

        if (waiting.Count == 0)
        {
            return;
        }

        var accounts = new Dictionary<string, EntryState>(StringComparer.Ordinal);
        var addresses = new HashSet<EmailKey>();
        await foreach (var account in entries.ReadAllAsync(target, EntryKind.Account, cancellationToken).ConfigureAwait(false))
        {
            accounts[account.Key.Anchor] = account;
            if (account.Presence == EntryPresence.Present && EmailKey.TryFrom(account.Attributes[AttributeNames.Email]) is { } email)
            {
                addresses.Add(email);
            }
        }

        var appends = waiting
            .Select(person => new StreamAppend(
                StreamName.Entry(person.Key),
                person.Version,
                PendingResolver.Resolve(
                    person, target, id => accounts.GetValueOrDefault(id), text => EmailKey.TryFrom(text) is { } email && addresses.Contains(email))))
            .Where(append => append.Events.Count > 0)
            .ToList();
        await journal.AppendAsync(appends, cancellationToken).ConfigureAwait(false);
    }
}
