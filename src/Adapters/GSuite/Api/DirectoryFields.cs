namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>Which fields are asked for. The page token must be among them, or every list would end after its first page.</summary>
internal static class DirectoryFields
{
    internal const string User =
        "id,primaryEmail,name(givenName,familyName,fullName,displayName),suspended,archived,isGuestUser,customerId,orgUnitPath,aliases,nonEditableAliases,"
        + "organizations,phones,relations,externalIds";

    internal const string Group = "id,email,name,aliases";

    internal const string Unit = "orgUnitId,name,orgUnitPath,parentOrgUnitId,parentOrgUnitPath";

    internal const string Users = $"nextPageToken,users({User})";

    internal const string DeletedUsers = "nextPageToken,users(id,deletionTime)";

    internal const string UserId = "id";

    internal const string Groups = $"nextPageToken,groups({Group})";

    internal const string Members = "nextPageToken,members(id,type)";

    internal const string Units = $"organizationUnits({Unit})";
}
