namespace SyncEngine.Emulators;

/// <summary>What the product does to the members of a group.</summary>
internal static class GroupMemberOperations
{
    internal static GSuiteGroup Add(GSuiteState state, GSuiteGroup group, GSuiteMember member) =>
        state.Put(group with { Members = [.. group.Members.Where(m => m.Id != IdOf(state, group, member)), member] });

    internal static GSuiteGroup Remove(GSuiteState state, GSuiteGroup group, string key) =>
        state.Put(group with { Members = [.. group.Members.Where(m => m.Id != IdOf(state, group, new GSuiteMember { Email = key }))] });

    /// <summary>The id of a member a key names: an id, an address or an alias; the key itself when nobody has it.</summary>
    private static string IdOf(GSuiteState state, GSuiteGroup group, GSuiteMember member)
    {
        var key = member.Id.Length > 0 ? member.Id : member.Type == "CUSTOMER" ? state.CustomerId : member.Email ?? "";
        return state.User(key)?.Id ?? state.Group(key)?.Id
            ?? group.Members.FirstOrDefault(m => m.Id == key || string.Equals(m.Email, key, StringComparison.OrdinalIgnoreCase))?.Id ?? key;
    }
}
