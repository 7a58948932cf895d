namespace SyncEngine.Emulators;

/// <summary>What the product does to users.</summary>
internal static class UserOperations
{
    internal static GSuiteUser Put(GSuiteState state, GSuiteUser user)
    {
        var taken = user.IsDeleted ? null : user.Aliases.Concat(user.NonEditableAliases).Prepend(user.PrimaryEmail).FirstOrDefault(a => state.IsTaken(a, user.Id));
        return taken is null ? state.Put(user) : throw new ArgumentException($"The address {taken} is taken.", nameof(user));
    }

    /// <summary>The old address becomes an alias; the new one stops being one.</summary>
    internal static GSuiteUser Rename(GSuiteState state, GSuiteUser user, string email) => Put(state, user with
    {
        PrimaryEmail = email,
        Aliases = AliasesAfter(user, email),
    });

    internal static IReadOnlyList<string> AliasesAfter(GSuiteUser user, string email) =>
        [.. user.Aliases.Append(user.PrimaryEmail).Where(a => !a.Equals(email, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)];

    internal static GSuiteUser Delete(GSuiteState state, GSuiteUser user) => state.Put(user with { DeletionTime = state.Now });
}
