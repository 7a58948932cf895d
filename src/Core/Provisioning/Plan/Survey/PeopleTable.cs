namespace SyncEngine.Provisioning;

/// <summary>What memberships of roles need to know of every person, by number in order of keys: a few bytes each. Kept only where groups are roles.</summary>
internal sealed class PeopleTable
{
    private readonly List<int> accounts = [];
    private readonly Flags staying = new();
    private readonly Flags frozen = new();

    /// <summary>Takes note of the next person.</summary>
    /// <param name="account">The number of the linked account, or -1.</param>
    /// <param name="stays">There, active and in scope.</param>
    /// <param name="isFrozen">Left as he is, for whichever reason.</param>
    internal void Add(int account, bool stays, bool isFrozen)
    {
        var number = accounts.Count;
        accounts.Add(account);
        if (stays)
        {
            staying.Set(number);
        }

        if (isFrozen)
        {
            frozen.Set(number);
        }
    }

    internal int AccountOf(int person) => accounts[person];

    internal bool Stays(int person) => staying[person];

    internal bool IsFrozen(int person) => frozen[person];
}
