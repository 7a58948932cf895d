using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>
/// Finds which account of the target belongs to a source entry: by link first, else by address. Keeps a few bytes of each entry from the first
/// pass over them; whole states only of the entries that the rows being planned are about (<c>Needs</c>, <see cref="Use"/>).
/// </summary>
internal sealed class Correlator(ImmutableArray<SystemName> sources, SystemName target, ImmutableSortedDictionary<string, string>? domainAliases)
{
    private readonly PackedTexts accountIds = new();
    private readonly CandidateIndex accountsById = new();
    private readonly CandidateIndex accountsByEmail = new();
    private readonly PackedTexts anchors = new();
    private readonly CandidateIndex ownersByAccount = new();
    private readonly CandidateIndex peopleByAddress = new();
    private readonly Flags claiming = new();
    private readonly List<(int First, SystemName Source)> ranges = [];
    private readonly List<int> linkedAccounts = [];
    private readonly Flags linked = new();
    [SuppressMessage("Performance", "CA1859", Justification = "What a store brings is any dictionary.")]
    private IReadOnlyDictionary<EntryKey, EntryState> loaded = ImmutableDictionary<EntryKey, EntryState>.Empty;
    private IReadOnlyList<EntryState> own = [];
    private int ownFirst;

    /// <summary>The address as it is compared: a domain that was renamed counts as its new name.</summary>
    internal EmailKey Match(EmailKey address) =>
        domainAliases is { } renamed && renamed.TryGetValue(address.Domain, out var now) ? address.WithDomain(now) : address;

    internal int AccountCount => accountIds.Count;

    internal int PeopleCount => anchors.Count;

    /// <summary>First pass: takes note of an account. In order of keys.</summary>
    internal void AddAccount(EntryState account)
    {
        var number = accountIds.Count;
        accountIds.Add(account.Key.Anchor);
        accountsById.Add(account.Key.Anchor, number);
        if (EmailKey.TryFrom(account.Attributes[AttributeNames.Email]) is { } email)
        {
            accountsByEmail.Add(Match(email).Value, number);
        }
    }

    /// <summary>
    /// First pass, after all accounts: takes note of a person, and gives the number of the account that is linked, or -1. One source after the other, in order of
    /// keys within each.
    /// </summary>
    /// <param name="person">The person.</param>
    /// <param name="address">The address of the person's account, as the rules want it.</param>
    /// <param name="claims">Whether the person lays claim to the address: there, active and in scope.</param>
    internal int AddPerson(EntryState person, EmailKey? address, bool claims)
    {
        var number = anchors.Count;
        var account = -1;
        anchors.Add(person.Key.Anchor);
        if (ranges.Count == 0 || ranges[^1].Source != person.Key.System)
        {
            ranges.Add((number, person.Key.System));
        }

        if (person.LinkTo(target) is { } link)
        {
            ownersByAccount.Add(link.AccountId, number);
            account = NumberOf(link.AccountId);
            if (account >= 0)
            {
                linked.Set(account);
            }
        }

        if (sources.Length > 1)
        {
            linkedAccounts.Add(account);
        }

        if (person.Presence == EntryPresence.Present)
        {
            if (address is { } wanted)
            {
                peopleByAddress.Add(Match(wanted).Value, number);
            }

            if (EmailKey.TryFrom(person.Attributes[AttributeNames.Email]) is { } email && (address is not { } own || Match(email) != Match(own)))
            {
                peopleByAddress.Add(Match(email).Value, number);
            }
        }

        if (claims)
        {
            claiming.Set(number);
        }

        return account;
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

    /// <summary>
    /// Adds the entries whose states must be at hand to plan a person's row: the linked account, the roles it lost, and whoever else is linked to it. Gives the
    /// account's number, or -1.
    /// </summary>
    /// <param name="person">The person.</param>
    /// <param name="self">The person's number in order of keys; -1 when that is not known, and the person may then be named too.</param>
    /// <param name="keys">Where to add.</param>
    internal int Needs(EntryState person, int self, List<EntryKey> keys)
    {
        if (person.LinkTo(target) is not { } link)
        {
            return -1;
        }

        keys.Add(new EntryKey(target, EntryKind.Account, link.AccountId));
        if (PlanningWorld.IsActive(person))
        {
            keys.AddRange(LostRoles.Of(link).Select(role => new EntryKey(target, EntryKind.Group, role)));
        }

        AddPeople(ownersByAccount.Of(link.AccountId), self, keys);
        return NumberOf(link.AccountId);
    }

    /// <summary>As <see cref="Needs(EntryState, int, List{EntryKey})"/>, for an address: the accounts that have it, their owners, and who else claims it.</summary>
    /// <param name="address">The address.</param>
    /// <param name="self">The person's number, or -1.</param>
    /// <param name="known">The number of the account that was added already, or -1.</param>
    /// <param name="keys">Where to add.</param>
    internal void Needs(EmailKey address, int self, int known, List<EntryKey> keys)
    {
        var accounts = accountsByEmail.Of(Match(address).Value);
        for (var number = accounts.Next(); number >= 0; number = accounts.Next())
        {
            if (number != known)
            {
                var id = accountIds[number];
                keys.Add(new EntryKey(target, EntryKind.Account, id));
                AddPeople(ownersByAccount.Of(id), self, keys);
            }
        }

        AddPeople(peopleByAddress.Of(Match(address).Value), self, keys);
        if (sources.Length > 1)
        {
            AddLinkedElsewhere(peopleByAddress.Of(Match(address).Value), keys);
        }
    }

    /// <summary>The accounts of people of further sources who have an address, though the accounts may have another one.</summary>
    private void AddLinkedElsewhere(CandidateIndex.Candidates candidates, List<EntryKey> keys)
    {
        for (var number = candidates.Next(); number >= 0; number = candidates.Next())
        {
            if (linkedAccounts[number] is var account and >= 0)
            {
                keys.Add(AccountKey(account));
                AddPeople(ownersByAccount.Of(accountIds[account]), -1, keys);
            }
        }
    }

    /// <summary>Adds the entries whose states must be at hand to plan the row of an account that nobody is linked to.</summary>
    internal void NeedsOfUnmanaged(EntryState account, List<EntryKey> keys)
    {
        if (EmailKey.TryFrom(account.Attributes[AttributeNames.Email]) is { } email)
        {
            AddPeople(peopleByAddress.Of(Match(email).Value), -1, keys);
        }
    }

    /// <summary>Brings the states that the next rows need; those used before are forgotten.</summary>
    /// <param name="states">The states of what was needed.</param>
    /// <param name="people">The people the rows are about.</param>
    /// <param name="first">The number of the first of them, in order of keys.</param>
    internal void Use(IReadOnlyDictionary<EntryKey, EntryState> states, IReadOnlyList<EntryState> people, int first) =>
        (loaded, own, ownFirst) = (states, people, first);

    internal EntryState? Role(string id) => Present(new EntryKey(target, EntryKind.Group, id));

    internal EntryState? Account(string id) => Present(new EntryKey(target, EntryKind.Account, id));

    /// <summary>A source entry whose state was brought, or null.</summary>
    internal EntryState? Person(EntryKey key) => loaded.GetValueOrDefault(key);

    /// <summary>The source entries that are linked to an account, living ones first.</summary>
    internal IEnumerable<EntryState> LinkedTo(string accountId) =>
        People(ownersByAccount.Of(accountId))
            .Where(person => person.LinkTo(target)?.AccountId == accountId)
            .OrderBy(person => person.Presence == EntryPresence.Disappeared).ThenBy(person => sources.IndexOf(person.Key.System)).ThenBy(person => person.Key);

    /// <summary>The accounts with an address, in order of ids.</summary>
    internal IReadOnlyList<EntryState> AccountsWith(EmailKey email)
    {
        var wanted = Match(email);
        var candidates = accountsByEmail.Of(wanted.Value);
        var number = candidates.Next();
        if (number < 0)
        {
            return [];
        }

        var found = new List<EntryState>();
        for (; number >= 0; number = candidates.Next())
        {
            if (Present(AccountKey(number)) is { } account && EmailKey.TryFrom(account.Attributes[AttributeNames.Email]) is { } own && Match(own) == wanted)
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
        var wanted = Match(email);
        var found = People(peopleByAddress.Of(wanted.Value), claiming).Where(person => addressOf(person) is { } own && Match(own) == wanted).DistinctBy(person => person.Key).ToList();
        found.Reverse();
        return found;
    }

    /// <summary>The source entries that are there and have an address, whether they lay claim to it or not.</summary>
    internal IEnumerable<EntryState> Sharing(EmailKey email, Func<EntryState, EmailKey?> addressOf)
    {
        var wanted = Match(email);
        return People(peopleByAddress.Of(wanted.Value))
            .Where(person => person.Presence == EntryPresence.Present && addressOf(person) is { } own && Match(own) == wanted).DistinctBy(person => person.Key);
    }

    /// <summary>Whether a person who is there has an address.</summary>
    internal bool IsAddressee(EmailKey email) =>
        People(peopleByAddress.Of(Match(email).Value)).Any(person =>
            person.Presence == EntryPresence.Present && EmailKey.TryFrom(person.Attributes[AttributeNames.Email]) is { } own && Match(own) == Match(email));

    private EntryState? Present(EntryKey key) =>
        loaded.TryGetValue(key, out var state) && state.Presence != EntryPresence.Disappeared ? state : null;

    private IEnumerable<EntryState> People(CandidateIndex.Candidates candidates, Flags? only = null)
    {
        for (var number = candidates.Next(); number >= 0; number = candidates.Next())
        {
            if ((only is null || only[number]) && Person(number) is { } person)
            {
                yield return person;
            }
        }
    }

    private EntryState? Person(int number) => number >= ownFirst && number < ownFirst + own.Count
        ? own[number - ownFirst]
        : loaded.GetValueOrDefault(PersonKey(number));

    private void AddPeople(CandidateIndex.Candidates candidates, int except, List<EntryKey> keys)
    {
        for (var number = candidates.Next(); number >= 0; number = candidates.Next())
        {
            if (number != except)
            {
                keys.Add(PersonKey(number));
            }
        }
    }

    /// <summary>The numbers of people who may be linked to an account.</summary>
    internal IEnumerable<int> OwnersOf(string accountId)
    {
        var candidates = ownersByAccount.Of(accountId);
        for (var number = candidates.Next(); number >= 0; number = candidates.Next())
        {
            yield return number;
        }
    }

    internal EntryKey PersonKey(int number)
    {
        var range = ranges.Count - 1;
        while (ranges[range].First > number)
        {
            range--;
        }

        return new EntryKey(ranges[range].Source, EntryKind.Account, anchors[number]);
    }
}
