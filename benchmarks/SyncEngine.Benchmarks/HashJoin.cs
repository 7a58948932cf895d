using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Benchmarks;

/// <summary>The least a planner could do: join people and accounts by address, compare the mapped fields, count who differs.</summary>
internal static class HashJoin
{
    internal static int Different(IReadOnlyList<EntryState> people, IReadOnlyList<EntryState> accounts)
    {
        var byEmail = new Dictionary<string, EntryState>(accounts.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var account in accounts)
        {
            byEmail[account.Attributes[AttributeNames.Email]!] = account;
        }

        var different = 0;
        foreach (var person in people)
        {
            if (person.Attributes[AttributeNames.Email] is not { } email
                || !byEmail.TryGetValue(email, out var account)
                || person.Enabled != account.Enabled
                || Differ(person, account, AttributeNames.FirstName, AttributeNames.FirstName)
                || Differ(person, account, AttributeNames.LastName, AttributeNames.LastName)
                || Differ(person, account, AttributeNames.Title, AttributeNames.Position)
                || Differ(person, account, AttributeNames.Phone, AttributeNames.Phone)
                || Differ(person, account, AttributeNames.MobilePhone, AttributeNames.MobilePhone))
            {
                different++;
            }
        }

        return different;
    }

    private static bool Differ(EntryState person, EntryState account, string theirs, string ours) =>
        !string.Equals(person.Attributes[theirs], account.Attributes[ours], StringComparison.Ordinal);
}
