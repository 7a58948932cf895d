using System.Runtime.CompilerServices;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Ldif;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>One reading of an export, through the same mapping as a live one: units, then accounts and groups in the order of the file.</summary>
internal sealed class LdifReading : IReading
{
    private readonly SystemName system;
    private readonly ActiveDirectoryOptions options;
    private readonly LdifFile file;
    private readonly LdifEntries entries;
    private readonly UnitTree tree;

    internal LdifReading(SystemName system, ActiveDirectoryOptions options, LdifFile file, DateTimeOffset now)
    {
        this.system = system;
        this.options = options;
        this.file = file;
        entries = new LdifEntries(file, options, Problems, now);
        tree = new UnitTree(file.Root, file.RootIsUnit, (dn, _) => entries.FetchAsync(dn));
    }

    public ProblemTally Problems { get; } = new();

    public async IAsyncEnumerable<SourceRecord> RecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JudgeEnd();
        await tree.AddAsync(
            file.Index.Units.Where(u => u.Dn.IsWithin(file.Root)).Select(u => (u.Dn, new PlaceFacts(u.Entry.Id!.Value, u.Entry.Class))),
            cancellationToken).ConfigureAwait(false);
        var entry = new LdapEntry();
        using var reader = file.Reread(new AttributeFilter(
            [.. AdNames.AccountAttributes, .. AdNames.GroupAttributes, AdNames.AccountExpires, AdNames.IsDeleted, .. options.Attributes, .. options.GroupAttributes]));
        while (await reader.ReadAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            var record = await RecordAsync(entry, cancellationToken).ConfigureAwait(false);
            while (tree.Found.TryDequeue(out var unit))
            {
                yield return unit;
            }

            if (record is not null)
            {
                yield return record;
            }
        }

        while (tree.Found.TryDequeue(out var unit))
        {
            yield return unit;
        }

        entries.TellSkipped();
        if (reader.Digest() != file.Digest)
        {
            throw new LdifException(reader.Line, "the file was changed while it was read", "Export to another name and rename the file when it is whole.");
        }
    }

    public ReadProblem? Explain(Exception trouble) => trouble switch
    {
        LdifException broken => new ReadProblem("LdifChanged", FormattableString.Invariant($"'{file.Path}', line {broken.Line}: {broken.Message}. {broken.Remedy}")),
        IOException => new ReadProblem("LdifUnreadable", $"'{file.Path}' could not be read to its end: {trouble.Message}"),
        _ => null,
    };

    public Receipt Receipt() => new()
    {
        System = system,
        Complete = false,
        Identity = file.DomainSid ?? $"dn:{file.Root.Key}",
        Server = file.Path,
        Snapshot = file.Snapshot,
        Pages = 1,
    };

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private void JudgeEnd()
    {
        if (file.DomainSid is null)
        {
            Problems.Add(new ReadProblem(
                "IdentityByName",
                $"'{file.Path}' has no objectSid that tells the domain, so it is known by its name. Export objectSid too.",
                Breaking: false));
        }

        if (file.Closing.End != LdifEnd.Whole)
        {
            var tolerated = file.Closing.End == LdifEnd.Unmarked && options.LdifEndMarker == LdifEndMarker.Optional;
            Problems.Add(new ReadProblem(
                file.Closing.End == LdifEnd.Unmarked ? "LdifEndUnmarked" : "LdifIncomplete",
                $"'{file.Path}' is not proven to be whole: {file.Closing.Why}. "
                + (tolerated
                    ? "Taken for whole, since LdifEndMarker is Optional."
                    : "Export with ldapsearch without -L, -LL or -LLL (see the package's README)"
                        + (file.Closing.End == LdifEnd.Unmarked ? ", or set LdifEndMarker to Optional." : ".")),
                Breaking: !tolerated));
        }
    }

    private async ValueTask<SourceRecord?> RecordAsync(LdapEntry entry, CancellationToken cancellationToken)
    {
        var objectClass = AdClassifier.Of(entry);
        if (AdClassifier.KindOf(objectClass) is not { } kind)
        {
            return null;
        }

        if (entry.Has(AdNames.IsDeleted, AdNames.TrueText))
        {
            var id = AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid))!.Value;
            return new SourceRecord { Kind = kind, Anchor = AdIdentifiers.Anchor(id), Deleted = true };
        }

        if (objectClass is not (AdClass.Account or AdClass.Group))
        {
            return null;
        }

        if (!TryPlace(entry.Dn, out var place))
        {
            var dn = Encoding.UTF8.GetString(ExtendedDn.Plain(entry.Dn));
            var start = DistinguishedName.ParentStart(dn);
            place = await tree.FindAsync(start < 0 ? "" : dn[start..], cancellationToken).ConfigureAwait(false);
        }

        return place.Kind == PlaceKind.Outside ? null : Record(entry, objectClass, place);
    }

    /// <summary>The place of an entry if it is known already, as nearly always: without making a text of its name.</summary>
    private bool TryPlace(ReadOnlySpan<byte> name, out Place place)
    {
        name = ExtendedDn.Plain(name);
        Span<char> text = stackalloc char[512];
        if (name.Length > text.Length)
        {
            place = default;
            return false;
        }

        text = text[..Encoding.UTF8.GetChars(name, text)];
        var start = DistinguishedName.ParentStart(text);
        return tree.TryFind(start < 0 ? default : text[start..], out place);
    }

    private SourceRecord? Record(LdapEntry entry, AdClass objectClass, Place place)
    {
        if ((objectClass == AdClass.Account ? entries.Account(entry) : entries.Group(entry)) is not { } draft)
        {
            return null;
        }

        switch (place.Kind)
        {
            case PlaceKind.Missing:
                Problems.Count(AdProblems.PlaceUnknown);
                return null;
            case PlaceKind.InsideAccount:
                Problems.Count(AdProblems.InsideAccount);
                return null;
            default:
                return objectClass == AdClass.Account
                    ? entries.AccountRecord(draft, place.Anchor)
                    : entries.GroupRecord(draft, place.Anchor);
        }
    }
}
