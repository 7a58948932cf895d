using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Finds the one person that a text means: an email, an anchor, a login name or an account id.</summary>
internal sealed class PersonFinder(IEntryQueries entries)
{
    private const int CandidatesMax = 20;

    /// <param name="text">What a person typed.</param>
    /// <param name="systems">The systems that count; null for all.</param>
    /// <param name="prefer">The systems whose people are meant before others, in this order: an account that is not linked yet may answer to the same address.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="PersonNotFoundException">Nobody, or several people, answer to the text; the message lists candidates.</exception>
    internal async Task<EntryState> FindAsync(string text, IReadOnlyCollection<SystemName>? systems, IReadOnlyList<SystemName> prefer, CancellationToken cancellationToken)
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
            [var only] => only,
            [] => throw new PersonNotFoundException(
                $"Nobody answers to '{text}'.", "Give an email, a login name, an anchor or an account id as one of the systems has it."),
            _ => throw new PersonNotFoundException(
                $"{people.Count} people answer to '{text}': {string.Join("; ", people.Select(p => $"{PersonNames.Of(p)}, {p.Attributes[AttributeNames.Email] ?? "no email"}, {p.Key.System} {p.Key.Anchor}"))}.",
                "Give the anchor of the one you mean."),
        };
    }

    /// <summary>Entries of several sources that are linked to one account are one person; the one that was linked first stands for all.</summary>
    private static EntryState? OneOfAll(List<EntryState> people) =>
        people.Count > 1 && people[0].Links is [var link, ..] && people.TrueForAll(e => e.LinkTo(link.Target)?.AccountId == link.AccountId)
            ? people.OrderBy(e => e.LinkTo(link.Target)!.Origin == LinkOrigin.Along).ThenBy(e => e.Key).First()
            : null;
}
