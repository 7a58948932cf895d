namespace SyncEngine.Model;

/// <summary>What an entry is, in words that fit every system (SCIM: the resource type).</summary>
public enum EntryKind
{
    /// <summary>A person's account: a user in a directory, a member in an application.</summary>
    Account = 0,

    /// <summary>A group of accounts: a directory group, an application role.</summary>
    Group = 1,

    /// <summary>A place in a tree: an organizational unit or container of a directory, a department of an application.</summary>
    Unit = 2,
}
