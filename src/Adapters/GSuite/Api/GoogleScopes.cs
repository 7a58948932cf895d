using System.Collections.Immutable;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>The scopes that the adapter asks for: the least that every call it makes can do with, all of them read-only.</summary>
internal static class GoogleScopes
{
    internal const string Users = Prefix + "admin.directory.user.readonly";
    internal const string Groups = Prefix + "admin.directory.group.readonly";
    internal const string Members = Prefix + "admin.directory.group.member.readonly";
    internal const string Units = Prefix + "admin.directory.orgunit.readonly";

    private const string Prefix = "https://www.googleapis.com/auth/";

    internal static ImmutableArray<string> All { get; } = [Users, Groups, Members, Units];

    /// <summary>As the Admin console takes them.</summary>
    internal static string Listed => string.Join(",", All);
}
