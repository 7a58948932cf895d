using System.Collections.Immutable;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Asks a domain controller for single objects by their ids, wherever they stand and also when they are deleted.</summary>
internal sealed class LiveConfirmation
{
    private readonly LiveSession session;
    private readonly ProblemTally problems = new();
    private readonly EntryMapper mapper;
    private readonly Dictionary<string, Place> places = new(StringComparer.Ordinal);
    private readonly string where;

    internal LiveConfirmation(LiveSession session)
    {
        this.session = session;
        mapper = new EntryMapper([.. session.Options.Attributes], _ => null, problems, session.ExpiredAt, [.. session.Options.GroupAttributes]);
        where = $"LDAP base search by GUID at {session.Root.ServerName}";
    }

    internal async Task<Confirmation> AskAsync(EntryKey key, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(key.Anchor, "D", out var id))
        {
            return new Confirmation(key, ConfirmationAnswer.CannotTell, $"'{key.Anchor}' is no objectGUID");
        }

        Found? found = null;
        var request = new SearchRequest(
            AdFilters.BaseOf(id), SearchScope.Base, AdFilters.Any, session.EntryAttributes)
        {
            What = "one entry",
            Controls = [LdapControl.ExtendedDn, LdapControl.DomainScope, LdapControl.ShowDeleted],
        };
        var exists = await LdapSearch.ReadOnceAsync(
            session.Connection, request, entry => found = Take(entry), cancellationToken).ConfigureAwait(false);
        return (exists, found) switch
        {
            (false, _) => new Confirmation(key, ConfirmationAnswer.Gone, $"{where}: noSuchObject (32)"),
            (_, null) => new Confirmation(key, ConfirmationAnswer.CannotTell, $"{where}: no answer about it, neither the entry nor noSuchObject"),
            (_, { Deleted: true }) => new Confirmation(key, ConfirmationAnswer.Deleted, $"{where}: isDeleted TRUE"),
            _ => await DescribeAsync(key, found, cancellationToken).ConfigureAwait(false),
        };
    }

    private Found Take(LdapEntry entry)
    {
        var kind = AdClassifier.Of(entry);
        return new Found(
            entry.Has(AdNames.IsDeleted, AdNames.TrueText),
            AdClassifier.KindOf(kind),
            Encoding.UTF8.GetString(ExtendedDn.Plain(entry.Dn)),
            kind switch
            {
                AdClass.Account => mapper.Account(entry),
                AdClass.Group => mapper.Group(entry),
                _ => null,
            });
    }

    private async Task<Confirmation> DescribeAsync(EntryKey key, Found found, CancellationToken cancellationToken)
    {
        if (found.Kind is null)
        {
            return new Confirmation(key, ConfirmationAnswer.Elsewhere, $"{where}: it exists, but is neither an account nor a group nor a unit now");
        }

        if (found.Kind != key.Kind || DistinguishedName.TryParse(found.Dn) is not { Depth: > 0 } dn)
        {
            return new Confirmation(key, ConfirmationAnswer.CannotTell, $"{where}: found, but as {found.Kind}");
        }

        var parentSpelling = DistinguishedName.ParentStart(found.Dn) is >= 0 and var start ? found.Dn[start..] : "";
        var parent = await PlaceAsync(dn.Parent, parentSpelling, cancellationToken).ConfigureAwait(false);
        var record = await RecordAsync(key, found, dn, parent, cancellationToken).ConfigureAwait(false);
        if (record is null || parent.Kind == PlaceKind.Missing)
        {
            return new Confirmation(key, ConfirmationAnswer.CannotTell, $"{where}: found, but not all of it may be read");
        }

        if (parent.Kind == PlaceKind.InsideAccount)
        {
            return new Confirmation(key, ConfirmationAnswer.Elsewhere, $"{where}: it stands below an account now");
        }

        return dn.IsWithin(session.Domain.Base)
            ? new Confirmation(key, ConfirmationAnswer.Present, $"{where}: found below the base", record)
            : new Confirmation(key, ConfirmationAnswer.Elsewhere, $"{where}: found outside of the base {session.Domain.Base}", record);
    }

    private async Task<SourceRecord?> RecordAsync(
        EntryKey key, Found found, DistinguishedName dn, Place parent, CancellationToken cancellationToken)
    {
        var above = dn.Key == session.Domain.Base.Key ? null : parent.Anchor;
        switch (found.Kind)
        {
            case EntryKind.Account when found.Draft is { } account:
                var asked = new LiveGroups(session, mapper, problems);
                await asked.PrimaryGroupAsync(account, cancellationToken).ConfigureAwait(false);
                return account.Account(above, asked.PrimaryGroupOf(account));
            case EntryKind.Group when found.Draft is { } group:
                var groups = new LiveGroups(session, mapper, problems);
                groups.Read.Add(group);
                if (group.NextMember is not null)
                {
                    await new MemberRanges(session.Connection, mapper, problems).CompleteAsync(group, cancellationToken).ConfigureAwait(false);
                }

                await groups.TellMembersApartAsync([], cancellationToken).ConfigureAwait(false);
                return group.Group(above, groups.MembersOf(group));
            case EntryKind.Unit:
                return new SourceRecord
                {
                    Kind = EntryKind.Unit,
                    Anchor = key.Anchor,
                    Parent = above,
                    Attributes = AttributeSet.Of((AttributeNames.Name, dn.Leaf.Value)),
                };
            default:
                return null;
        }
    }

    private async ValueTask<Place> PlaceAsync(DistinguishedName dn, string spelling, CancellationToken cancellationToken)
    {
        if (places.TryGetValue(dn.Key, out var known))
        {
            return known;
        }

        var facts = dn.Depth == 0
            ? null
            : await LivePlaces.ReadAsync(session.Connection, spelling, "a container", cancellationToken).ConfigureAwait(false);
        return places[dn.Key] = facts switch
        {
            null => new Place(PlaceKind.Missing),
            { Class: AdClass.Domain } => new Place(PlaceKind.Root),
            { Class: AdClass.Account or AdClass.Computer } => new Place(PlaceKind.InsideAccount),
            { Class: not AdClass.OrganizationalUnit } when await IsInsideAccountAsync(dn, spelling, cancellationToken).ConfigureAwait(false) =>
                new Place(PlaceKind.InsideAccount),
            _ => new Place(PlaceKind.Unit, AdIdentifiers.Anchor(facts.Id)),
        };
    }

    /// <summary>Whether a container stands below an account, however deep; an organizational unit cannot.</summary>
    private async ValueTask<bool> IsInsideAccountAsync(DistinguishedName dn, string spelling, CancellationToken cancellationToken) =>
        DistinguishedName.ParentStart(spelling) is >= 0 and var start
        && (await PlaceAsync(dn.Parent, spelling[start..], cancellationToken).ConfigureAwait(false)).Kind == PlaceKind.InsideAccount;

    private sealed record Found(bool Deleted, EntryKind? Kind, string Dn, EntryDraft? Draft);
}
