using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Ldif;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Makes records of an export's entries: what a live reading asks the server for is found in the index.</summary>
internal sealed class LdifEntries
{
    private readonly LdifFile file;
    private readonly EntryMapper mapper;
    private readonly ProblemTally problems;
    private readonly SkippedMembers skipped = new();
    private readonly string? domainSid;
    private readonly Dictionary<uint, string?> primaryGroups = [];

    internal LdifEntries(LdifFile file, ActiveDirectoryOptions options, ProblemTally problems, DateTimeOffset now)
    {
        this.file = file;
        this.problems = problems;
        domainSid = file.DomainSid;
        mapper = new EntryMapper(
            [.. options.Attributes], Link, problems, options.ExpiredAccounts == ExpiredAccounts.CountAsDisabled ? now : null,
            [.. options.GroupAttributes]);
    }

    /// <summary>The object at a place; one that is not in the export is known by its name.</summary>
    internal ValueTask<PlaceFacts?> FetchAsync(DistinguishedName dn)
    {
        if (file.Index.Find(dn) is { Id: { } id } indexed)
        {
            return ValueTask.FromResult<PlaceFacts?>(new PlaceFacts(id, indexed.Class));
        }

        problems.Count(AdProblems.UnitByName);
        return ValueTask.FromResult<PlaceFacts?>(new PlaceFacts(IdOfName(dn), AdClass.Container));
    }

    internal EntryDraft? Account(LdapEntry entry) => mapper.Account(entry);

    internal EntryDraft? Group(LdapEntry entry) => mapper.Group(entry);

    internal SourceRecord AccountRecord(EntryDraft account, string? parent)
    {
        var primary = account.PrimaryGroupRid is { } rid ? PrimaryGroup(rid) : null;
        return account.Account(parent, primary);
    }

    internal SourceRecord GroupRecord(EntryDraft group, string? parent)
    {
        if (group.NextMember is not null)
        {
            group.MembersComplete = false;
            problems.Count(AdProblems.MembersCut);
        }

        return group.Group(parent, Members(group));
    }

    internal void TellSkipped() => skipped.Tell(problems);

    private string? PrimaryGroup(uint rid)
    {
        if (!primaryGroups.TryGetValue(rid, out var anchor))
        {
            anchor = domainSid is not null && file.Index.GroupOfSid(FormattableString.Invariant($"{domainSid}-{rid}")) is { } group
                ? AdIdentifiers.Anchor(group)
                : null;
            primaryGroups[rid] = anchor;
        }

        if (anchor is null)
        {
            problems.Count(AdProblems.PrimaryGroupUnknown);
        }

        return anchor;
    }

    private ImmutableArray<string> Members(EntryDraft group) => MemberAnchors.Of(group.Members, id => file.Index.Find(id)?.Class, skipped);

    private Guid? Link(ReadOnlySpan<byte> name) => file.Index.Find(name)?.Id;

    // A version 8 UUID (RFC 9562, section 5.8) made of the name: the same in every export, until the unit is renamed.
    private static Guid IdOfName(DistinguishedName dn)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes("SyncEngine unit by name:" + dn.Key)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
