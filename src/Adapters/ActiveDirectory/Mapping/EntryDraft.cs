using System.Collections.Immutable;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>An account or group on its way to a record: what needs other objects (parent, primary group, kinds of members) is still open.</summary>
internal sealed class EntryDraft(EntryKind kind, Guid id, string dn)
{
    private List<Guid>? members;
    private List<Guid>? namedBy;

    internal EntryKind Kind { get; } = kind;

    internal Guid Id { get; } = id;

    /// <summary>The distinguished name, without the extended form.</summary>
    internal string Dn { get; } = dn;

    internal bool Enabled { get; set; } = true;

    internal uint? PrimaryGroupRid { get; set; }

    internal string? Sid { get; set; }

    /// <summary>Members by id, kinds not yet told apart.</summary>
    internal List<Guid> Members { get => members ??= []; set => members = value; }

    /// <summary>It came, or came back, into being since the cursor.</summary>
    internal bool Arrived { get; set; }

    /// <summary>Who names it, where that was asked for: ids of groups and of people.</summary>
    internal List<Guid> NamedBy { get => namedBy ??= []; }

    /// <summary>Where the members go on, when the server gave only a range of them.</summary>
    internal int? NextMember { get; set; }

    internal bool MembersComplete { get; set; } = true;

    /// <summary>The server's change number, to notice a change between two ranges.</summary>
    internal string? UsnChanged { get; set; }

    /// <summary>What was added, in ordinal order of names.</summary>
    private List<KeyValuePair<string, ImmutableArray<string>>> Attributes { get; } = new(16);

    /// <summary>The name of what holds it, as the source writes it; empty at the top.</summary>
    internal ReadOnlySpan<char> ParentDn => DistinguishedName.ParentStart(Dn) is >= 0 and var start ? Dn.AsSpan(start) : default;

    internal void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Add(name, [value]);
        }
    }

    /// <summary>Adds values where they belong in order. Nearly all come in order already.</summary>
    internal void Add(string name, ImmutableArray<string> values)
    {
        var at = Attributes.Count;
        while (at > 0 && string.CompareOrdinal(Attributes[at - 1].Key, name) > 0)
        {
            at--;
        }

        Attributes.Insert(at, new(name, values));
    }

    internal SourceRecord Account(string? parent, string? primaryGroup)
    {
        Add(AttributeNames.PrimaryGroup, primaryGroup);
        return new SourceRecord
        {
            Kind = EntryKind.Account,
            Anchor = AdIdentifiers.Anchor(Id),
            Enabled = Enabled,
            Parent = parent,
            Attributes = AttributeSet.From(Attributes),
            Arrived = Arrived,
            NamedBy = Anchors(namedBy),
        };
    }

    internal SourceRecord Group(string? parent, ImmutableArray<string> members) => new()
    {
        Kind = EntryKind.Group,
        Anchor = AdIdentifiers.Anchor(Id),
        Parent = parent,
        Attributes = AttributeSet.From(Attributes),
        Members = members,
        MembersComplete = MembersComplete,
        Arrived = Arrived,
        NamedBy = Anchors(namedBy),
    };

    private static ImmutableArray<string> Anchors(List<Guid>? ids) =>
        ids is null ? [] : [.. ids.Distinct().Select(AdIdentifiers.Anchor).Order(StringComparer.Ordinal)];
}
