using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Finds which account of the target belongs to a source entry: by link first, else by address. Pure look-ups over indexes made once.</summary>
internal sealed class Correlator
{
    private readonly SystemName target;
    private readonly Dictionary<string, EntryState> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<EntryState>> linkedTo = new(StringComparer.Ordinal);
    private readonly ILookup<EmailKey, EntryState> accountsByEmail;
    private readonly ILookup<EmailKey, EntryState> claimants;

    internal Correlator(PlanningInput input, Func<EntryState, bool> claims)
    {
        target = input.Policy.Target;
        var present = input.Target
            .Where(e => e.Key.Kind == EntryKind.Account && e.Presence != EntryPresence.Disappeared)
            .OrderBy(e => e.Key).ToList();
        foreach (var account in present)
        {
            accounts[account.Key.Anchor] = account;
        }

        accountsByEmail = present
            .Select(e => (Key: EmailKey.TryFrom(e.Attributes[AttributeNames.Email]), Entry: e))
            .Where(e => e.Key is not null)
            .ToLookup(e => e.Key!.Value, e => e.Entry);

        var people = input.Source.Where(e => e.Key.Kind == EntryKind.Account).OrderBy(e => e.Key).ToList();
        foreach (var person in people)
        {
            if (person.LinkTo(target) is { } link)
            {
                (linkedTo.TryGetValue(link.AccountId, out var list) ? list : linkedTo[link.AccountId] = []).Add(person);
            }
        }

        claimants = people.Where(claims)
            .Select(e => (Key: EmailKey.TryFrom(e.Attributes[AttributeNames.Email]), Entry: e))
            .Where(e => e.Key is not null)
            .ToLookup(e => e.Key!.Value, e => e.Entry);
    }

    internal IEnumerable<EntryState> Accounts => accounts.Values;

    internal EntryState? Account(string id) => accounts.GetValueOrDefault(id);

    /// <summary>The source entries that are linked to an account, living ones first.</summary>
    internal IEnumerable<EntryState> LinkedTo(string accountId) =>
        linkedTo.TryGetValue(accountId, out var list)
            ? list.OrderBy(e => e.Presence == EntryPresence.Disappeared).ThenBy(e => e.Key)
            : [];

    /// <summary>The accounts with an address, in order of ids.</summary>
    internal IReadOnlyList<EntryState> AccountsWith(EmailKey email) => [.. accountsByEmail[email]];

    /// <summary>The source entries that lay claim to an address: there, active and in scope.</summary>
    internal IReadOnlyList<EntryState> Claimants(EmailKey email) => [.. claimants[email]];
}
