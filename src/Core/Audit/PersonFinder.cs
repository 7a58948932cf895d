using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Finds the one person that a text means: an email, an anchor, a login name or an account id.</summary>
internal sealed class PersonFinder(IEntryQueries entries)
{
    private const int CandidatesMax = 20;
    private const int NearMax = 5;

    /// <param name="text">What a person typed.</param>
    /// <param name="systems">The systems that count; null for all.</param>
    /// <param name="near">The systems in which people are looked for who are named similarly, when nobody answers; in this order.</param>
    /// <param name="prefer">The systems whose people are meant before others, in this order: an account that is not linked yet may answer to the same address.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="PersonNotFoundException">Nobody, or several people, answer to the text; the message lists candidates.</exception>
    internal async Task<EntryState> FindAsync(
        string text, IReadOnlyCollection<SystemName>? systems, IReadOnlyCollection<SystemName> near, IReadOnlyList<SystemName> prefer, CancellationToken cancellationToken)
    {
        var wanted = CanonicalText.Of(text) ?? "";
        var all = await entries.FindAccountsAsync(wanted, CandidatesMax, cancellationToken).ConfigureAwait(false);
        var found = all.Where(e => systems is null || systems.Contains(e.Key.System)).ToList();

        // A person and the account linked to that person are one.
        var linked = found.SelectMany(e => e.Links.Select(l => new EntryKey(l.Target, EntryKind.Account, l.AccountId))).ToHashSet();
        var people = found.Where(e => !linked.Contains(e.Key)).ToList();
        foreach (var first in prefer)
        {
            if (people.Where(e => e.Key.System == first).ToList() is [var preferred])
            {
                return preferred;
            }
        }

        if (OneOfAll(people) is { } one)
        {
            return one;
        }

        return people switch
        {
            [var only] => await HolderAsync(only, systems, cancellationToken).ConfigureAwait(false) ?? only,
            [] => throw new PersonNotFoundException(
                $"Nobody answers to '{text}'.{Near(await NearAsync(wanted, near, cancellationToken).ConfigureAwait(false))}",
                "Give an email, a login name, an anchor or an account id as one of the systems has it; 'people search' finds people by any field."),
            _ => throw new PersonNotFoundException($"{people.Count} people answer to '{text}': {Listed(people)}.", "Give the anchor of the one you mean."),
        };
    }

    /// <summary>Whose account it is, when somebody is linked to it: an account may have an address that its person has no more.</summary>
    private async Task<EntryState?> HolderAsync(EntryState account, IReadOnlyCollection<SystemName>? systems, CancellationToken cancellationToken)
    {
        if (account.Links.Length > 0)
        {
            return null;
        }

        var linked = await entries.FindAccountsAsync(account.Key.Anchor, CandidatesMax, cancellationToken).ConfigureAwait(false);
        var holders = linked.Where(e => e.LinkTo(account.Key.System)?.AccountId == account.Key.Anchor && (systems is null || systems.Contains(e.Key.System))).ToList();
        return holders is [var only] ? only : OneOfAll(holders);
    }

    /// <summary>People who have the text somewhere in a name, the address or the login name; an account beside its person is left out.</summary>
    private async Task<List<EntryState>> NearAsync(string wanted, IEnumerable<SystemName> systems, CancellationToken cancellationToken)
    {
        var found = new List<EntryState>();
        var linked = new HashSet<EntryKey>();
        foreach (var system in wanted.Length == 0 ? [] : systems)
        {
            await foreach (var entry in entries.ReadAllAsync(system, EntryKind.Account, cancellationToken).ConfigureAwait(false))
            {
                if (entry.Presence == EntryPresence.Disappeared || linked.Contains(entry.Key) || !Has(entry, wanted))
                {
                    continue;
                }

                found.Add(entry);
                linked.UnionWith(entry.Links.Select(l => new EntryKey(l.Target, EntryKind.Account, l.AccountId)));
                if (found.Count > NearMax)
                {
                    return found;
                }
            }
        }

        return found;
    }

    private static bool Has(EntryState entry, string wanted) =>
        new[] { PersonNames.Of(entry), entry.Attributes[AttributeNames.Email], entry.Attributes[AttributeNames.Login] }
            .Any(value => value?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true);

    private static string Near(List<EntryState> found) => found.Count switch
    {
        0 => "",
        > NearMax => $" Some who have it in their name or address: {Listed(found.Take(NearMax))}; there are more.",
        _ => $" Who have it in their name or address: {Listed(found)}.",
    };

    private static string Listed(IEnumerable<EntryState> people) =>
        string.Join("; ", people.Select(p => $"{PersonNames.Of(p)}, {p.Attributes[AttributeNames.Email] ?? "no email"}, {p.Key.System} {p.Key.Anchor}"));

    /// <summary>Entries of several sources that are linked to one account are one person; the one that was linked first stands for all.</summary>
    private static EntryState? OneOfAll(List<EntryState> people) =>
        people.Count > 1 && people[0].Links is [var link, ..] && people.TrueForAll(e => e.LinkTo(link.Target)?.AccountId == link.AccountId)
            ? people.OrderBy(e => e.LinkTo(link.Target)!.Origin == LinkOrigin.Along).ThenBy(e => e.Key).First()
            : null;
}
