namespace SyncEngine.Emulators;

/// <summary>The scopes of the Directory API that the emulator knows.</summary>
internal static class GSuiteScopes
{
    internal const string Prefix = "https://www.googleapis.com/auth/";

    internal static readonly string[] Users = ["admin.directory.user", "admin.directory.user.readonly"];
    internal static readonly string[] UsersWritten = ["admin.directory.user"];
    internal static readonly string[] UserLists = [.. Users, "cloud-platform"];
    internal static readonly string[] Channels = [.. UserLists, "admin.directory.user.alias", "admin.directory.user.alias.readonly"];
    internal static readonly string[] Groups = ["admin.directory.group", "admin.directory.group.readonly"];
    internal static readonly string[] GroupsWritten = ["admin.directory.group"];
    internal static readonly string[] Members = [.. Groups, "admin.directory.group.member", "admin.directory.group.member.readonly"];
    internal static readonly string[] MembersWritten = ["admin.directory.group", "admin.directory.group.member"];
    internal static readonly string[] OrgUnits = ["admin.directory.orgunit", "admin.directory.orgunit.readonly"];
    internal static readonly string[] Domains = ["admin.directory.domain", "admin.directory.domain.readonly"];
    internal static readonly string[] Customers = ["admin.directory.customer", "admin.directory.customer.readonly"];

    private static readonly HashSet<string> Known = [.. Channels, .. Members, .. OrgUnits, .. Domains, .. Customers, "admin.directory.user.security", "admin.directory.userschema.readonly", "admin.directory.userschema"];

    /// <summary>Whether it is a scope at all; the token endpoint refuses others as invalid.</summary>
    internal static bool IsKnown(string scope) => scope.StartsWith(Prefix, StringComparison.Ordinal) && Known.Contains(scope[Prefix.Length..]);
}
