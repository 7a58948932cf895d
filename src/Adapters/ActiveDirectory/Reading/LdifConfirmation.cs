using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Ldif;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>
/// What an export says of single entries. It cannot be asked: that something is not in it proves nothing. But a tombstone in it is a proof, and so is
/// an entry that stands outside of the base.
/// </summary>
internal sealed class LdifConfirmation(LdifFile file, ActiveDirectoryOptions options, DateTimeOffset now)
{
    private readonly LdifEntries entries = new(file, options, new ProblemTally(), now);

    internal async Task<Confirmation> AskAsync(EntryKey key, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(key.Anchor, "D", out var id) || file.Index.Find(id) is not { } indexed)
        {
            return new Confirmation(key, ConfirmationAnswer.CannotTell, $"'{file.Path}' does not have it, and an export cannot be asked");
        }

        var where = FormattableString.Invariant($"'{file.Path}', line {indexed.Line}");
        if (indexed.Deleted)
        {
            return new Confirmation(key, ConfirmationAnswer.Deleted, $"{where}: isDeleted TRUE");
        }

        if (AdClassifier.KindOf(indexed.Class) != key.Kind)
        {
            return new Confirmation(key, ConfirmationAnswer.CannotTell, $"{where}: found, but as another kind of object");
        }

        var entry = await file.ReadAsync(indexed, cancellationToken).ConfigureAwait(false);
        var spelling = ExtendedDn.Plain(Encoding.UTF8.GetString(entry.Dn)).ToString();
        if (DistinguishedName.TryParse(spelling) is not { Depth: > 0 } dn || Record(key, entry, dn) is not { } record)
        {
            return new Confirmation(key, ConfirmationAnswer.CannotTell, $"{where}: found, but without all that is needed");
        }

        return dn.IsWithin(file.Root)
            ? new Confirmation(key, ConfirmationAnswer.Present, $"{where}: found below the base", record)
            : new Confirmation(key, ConfirmationAnswer.Elsewhere, $"{where}: found outside of the base {file.Root}", record);
    }

    private SourceRecord? Record(EntryKey key, LdapEntry entry, DistinguishedName dn)
    {
        var parent = dn.Key == file.Root.Key || dn.Parent.IsDomain || dn.Parent.Depth == 0 ? null : file.Index.Find(dn.Parent);
        var anchor = parent?.Id is { } id ? AdIdentifiers.Anchor(id) : null;
        return key.Kind switch
        {
            EntryKind.Account => entries.Account(entry) is { } account ? entries.AccountRecord(account, anchor) : null,
            EntryKind.Group => entries.Group(entry) is { } group ? entries.GroupRecord(group, anchor) : null,
            _ => new SourceRecord
            {
                Kind = EntryKind.Unit,
                Anchor = key.Anchor,
                Parent = anchor,
                Attributes = AttributeSet.Of((AttributeNames.Name, dn.Leaf.Value)),
            },
        };
    }
}
