using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Finds which account of the target belongs to a source entry: by link first, else by address. Keeps a few bytes of each entry from the first
/// pass over them; whole states only of the entries that the rows being planned are about (<c>Needs</c>, <see cref="Use"/>).
/// </summary>
internal sealed class Correlator(SystemName source, SystemName target)
{
    private readonly PackedTexts accountIds = new();
    private readonly CandidateIndex accountsById = new();
    private readonly CandidateIndex accountsByEmail = new();
    private readonly PackedTexts anchors = new();
    private readonly CandidateIndex ownersByAccount = new();
    private readonly CandidateIndex claimants = new();
    private readonly CandidateIndex addressees = new();
    private readonly Flags linked = new();
    private IReadOnlyDictionary<EntryKey, EntryState> loaded = new Dictionary<EntryKey, EntryState>();

    internal int AccountCount => accountIds.Count;

    /// <summary>First pass: takes note of an account. In order of keys.</summary>
    internal void AddAccount(EntryState account)
    {
        var number = accountIds.Count;
        accountIds.Add(account.Key.Anchor);
        accountsById.Add(account.Key.Anchor, number);
        if (EmailKey.TryFrom(account.Attributes[AttributeNames.Email]) is { } email)
        {
            accountsByEmail.Add(email.Value, number);
        }
    }

    /// <summary>First pass, after all accounts: takes note of a person. In order of keys.</summary>
    /// <param name="person">The person.</param>
    /// <param name="address">The address of the person's account, as the rules want it.</param>
    /// <param name="claims">Whether the person lays claim to the address: there, active and in scope.</param>
    internal void AddPerson(EntryState person, EmailKey? address, bool claims)
    {
        var number = anchors.Count;
        anchors.Add(person.Key.Anchor);
        if (person.LinkTo(target) is { } link)
        {
            ownersByAccount.Add(link.AccountId, number);
            if (NumberOf(link.AccountId) is var account and >= 0)
            {
                linked.Set(account);
            }
        }

        if (claims && address is { } claimed)
        {
            claimants.Add(claimed.Value, number);
        }

        if (person.Presence == EntryPresence.Present && EmailKey.TryFrom(person.Attributes[AttributeNames.Email]) is { } email)
        {
            addressees.Add(email.Value, number);
        }
    }

    /// <summary>The number of an account, in order of keys, or -1 when the target does not have it.</summary>
    internal int NumberOf(string accountId)
    {
        var candidates = accountsById.Of(accountId);
        for (var number = candidates.Next(); number >= 0; number = candidates.Next())
        {
            if (accountIds.Is(number, accountId))
            {
                return number;
            }
        }

        return -1;
    }

    internal EntryKey AccountKey(int number) => new(target, EntryKind.Account, accountIds[number]);

    /// <summary>Whether a source entry is linked to the account.</summary>
    internal bool IsLinked(int number) => linked[number];

    /// <summary>Adds the entries whose states must be at hand to plan a person's row.</summary>
    internal void Needs(EntryState person, IEnumerable<EmailKey> addresses, HashSet<EntryKey> keys)
    {
        if (person.LinkTo(target) is { } link)
        {
            AddWithOwners(link.AccountId, person, keys);
        }

        foreach (var address in addresses)
        {
            var accounts = accountsByEmail.Of(address.Value);
            for (var number = accounts.Next(); number >= 0; number = accounts.Next())
            {
                AddWithOwners(accountIds[number], person, keys);
            }

            AddPeople(claimants.Of(address.Value), person, keys);
        }
    }

    /// <summary>Adds the entries whose states must be at hand to plan the row of an account that nobody is linked to.</summary>
    internal void NeedsOfUnmanaged(EntryState account, HashSet<EntryKey> keys)
    {
        if (EmailKey.TryFrom(account.Attributes[AttributeNames.Email]) is { } email)
        {
            AddPeople(addressees.Of(email.Value), null, keys);
        }
    }

    /// <summary>Brings the states of the entries that the next rows need; those used before are forgotten.</summary>
    internal void Use(IReadOnlyDictionary<EntryKey, EntryState> states) => loaded = states;

    internal EntryState? Account(string id) => Present(new EntryKey(target, EntryKind.Account, id));

    /// <summary>The source entries that are linked to an account, living ones first.</summary>
    internal IEnumerable<EntryState> LinkedTo(string accountId) =>
        People(ownersByAccount.Of(accountId))
            .Where(person => person.LinkTo(target)?.AccountId == accountId)
            .OrderBy(person => person.Presence == EntryPresence.Disappeared).ThenBy(person => person.Key);

    /// <summary>The accounts with an address, in order of ids.</summary>
    internal IReadOnlyList<EntryState> AccountsWith(EmailKey email)
    {
        var candidates = accountsByEmail.Of(email.Value);
        var number = candidates.Next();
        if (number < 0)
        {
            return [];
        }

        var found = new List<EntryState>();
        for (; number >= 0; number = candidates.Next())
        {
            if (Present(AccountKey(number)) is { } account && EmailKey.TryFrom(account.Attributes[AttributeNames.Email]) == email)
            {
                found.Add(account);
            }
        }

        found.Reverse();
        return found;
    }

    /// <summary>The source entries that lay claim to an address, in order of keys.</summary>
    internal IReadOnlyList<EntryState> Claimants(EmailKey email, Func<EntryState, EmailKey?> addressOf)
    {
        var found = People(claimants.Of(email.Value)).Where(person => addressOf(person) == email).ToList();
        found.Reverse();
        return found;
    }

    /// <summary>Whether a person who is there has an address.</summary>
    internal bool IsAddressee(EmailKey email) =>
        People(addressees.Of(email.Value)).Any(person => EmailKey.TryFrom(person.Attributes[AttributeNames.Email]) == email);

    private EntryState? Present(EntryKey key) =>
        loaded.TryGetValue(key, out var state) && state.Presence != EntryPresence.Disappeared ? state : null;

    private IEnumerable<EntryState> People(CandidateIndex.Candidates candidates)
    {
        for (var number = candidates.Next(); number >= 0; number = candidates.Next())
        {
            if (loaded.TryGetValue(PersonKey(number), out var person))
            {
                yield return person;
            }
        }
    }

    private void AddWithOwners(string accountId, EntryState person, HashSet<EntryKey> keys)
    {
        keys.Add(new EntryKey(target, EntryKind.Account, accountId));
        AddPeople(ownersByAccount.Of(accountId), person, keys);
    }

    private void AddPeople(CandidateIndex.Candidates candidates, EntryState? except, HashSet<EntryKey> keys)
    {
        for (var number = candidates.Next(); number >= 0; number = candidates.Next())
        {
            if (except is null || !anchors.Is(number, except.Key.Anchor))
            {
                keys.Add(PersonKey(number));
            }
        }
    }

    private EntryKey PersonKey(int number) => new(source, EntryKind.Account, anchors[number]);
}
