using System.Globalization;

namespace SyncEngine.DemoCompany.Ldif;

/// <summary>The whole directory as an administrator exports it, tombstones included.</summary>
internal static class LdifExport
{
    public static byte[] Write(CorpDirectory directory)
    {
        var text = new LdifText();
        text.Line("# extended LDIF").Line("#").Line("# LDAPv3")
            .Line($"# base <{Domain.Root}> with scope subtree").Line("# filter: (objectClass=*)")
            .Line($"# requesting: {string.Join(' ', EntryAttributes.Requested)} ")
            .Line("# with showDeleted critical control").Line("# with pagedResults control: size=1000").Line("#").Line("");
        foreach (var entry in directory.Entries)
        {
            Write(text, entry);
        }

        string[] references = ["ForestDnsZones.", "DomainDnsZones.", ""];
        foreach (var zone in references)
        {
            var context = zone.Length == 0 ? "CN=Configuration" : $"DC={zone.TrimEnd('.')}";
            text.Line("# search reference").Line($"ref: ldaps://{zone}{Domain.DnsName}/{context},{Domain.Root}").Line("");
        }

        var count = directory.Entries.Count;
        return text.Line("# search result").Line("search: 3").Line("result: 0 Success").Line("control: 1.2.840.113556.1.4.319 false MAUCAQAEAA==")
            .Line("pagedresults: cookie=").Line("")
            .Line(Number("# numResponses: ", count + references.Length + 1))
            .Line(Number("# numEntries: ", count))
            .Line(Number("# numReferences: ", references.Length))
            .ToBytes();
    }

    private static void Write(LdifText text, DirectoryEntry entry)
    {
        var dn = entry is Domain ? Domain.Root : entry.Dn;
        text.Comment(string.Join(", ", entry.Path.SkipLast(1).Select(e => DnText.Escape(e.Name)).Append(Domain.DnsName)));
        text.Value("dn", dn);
        EntryAttributes.Write(text, entry);
        text.Line("");
    }

    private static string Number(string before, int number) => before + number.ToString(CultureInfo.InvariantCulture);
}
