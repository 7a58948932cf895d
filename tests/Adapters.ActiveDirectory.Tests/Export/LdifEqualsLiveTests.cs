using System.Text.RegularExpressions;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Export;

/// <summary>An export made as the README says gives the records that the domain itself gives.</summary>
public sealed partial class LdifEqualsLiveTests(SharedDomain shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1000)]
    [InlineData(7)]
    public async Task The_same_domain_read_both_ways_gives_equal_records(int pageSize)
    {
        await using var domain = await SambaDomain.StartAsync(Token);
        await PopulateAsync(domain);
        var path = Path.GetTempFileName();
        try
        {
            var (filter, attributes) = ReadmeCommand();
            await domain.Tools.ExportAsync(path, SambaDomain.BaseDn, filter, attributes, Token, pageSize);

            var live = await AdReading.OfAsync(AdReading.Options(domain));
            var export = await AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path });

            Assert.Equal(Sorted(live), Sorted(export));
            Assert.True(live.Receipt.Complete, string.Join(", ", live.Codes));
            Assert.True(export.Receipt.Complete, string.Join(", ", export.Codes));
            Assert.Equal(live.Receipt.Identity, export.Receipt.Identity);
            Assert.Equal(live.Receipt.Problems, export.Receipt.Problems);
            Assert.Equal(
                (live.Receipt.Accounts, live.Receipt.Groups, live.Receipt.Units), (export.Receipt.Accounts, export.Receipt.Groups, export.Receipt.Units));
            Assert.Matches("^[0-9T:.Z-]+ sha256:[0-9a-f]{64}$", export.Receipt.Snapshot);

            var narrow = $"OU=Пользователи,{SambaDomain.BaseDn}";
            var liveBelow = await AdReading.OfAsync(AdReading.Options(domain, narrow));
            var exportBelow = await AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path, BaseDn = narrow });
            Assert.Equal(Sorted(liveBelow), Sorted(exportBelow));
            Assert.Equal(3, liveBelow.Receipt.Accounts);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Deleted_people_are_tombstones_in_an_export_that_shows_them()
    {
        var unit = await shared.OwnUnitAsync();
        var dn = await shared.Tools.AddUserAsync("To be deleted", "to.be.deleted", unit, Token);
        var anchor = await shared.Tools.AnchorAsync(dn, Token);
        await shared.Tools.DeleteAsync(dn, Token);
        var (filter, attributes) = ReadmeCommand();
        var path = Path.GetTempFileName();
        try
        {
            var output = await shared.Tools.SearchAsync(
                ["-o", "ldif-wrap=no", "-E", "!domainScope", "-e", "!1.2.840.113556.1.4.417", "-b", SambaDomain.BaseDn, filter, .. attributes], Token);
            await File.WriteAllTextAsync(path, output, Token);
            var source = AdReading.Source(new ActiveDirectoryOptions { LdifPath = path });

            var reading = await AdReading.OfAsync(source);
            var deleted = reading.Find(anchor)!;
            var answer = (await source.ConfirmAsync([AdReading.Key(deleted)], Token))[0];

            Assert.True(deleted.Deleted);
            Assert.Equal(ConfirmationAnswer.Deleted, answer.Answer);
            Assert.Contains("line ", answer.Evidence, StringComparison.Ordinal);
            Assert.True(reading.Receipt.Complete, string.Join(", ", reading.Codes));
            Assert.Equal(reading.Accounts.Count(r => !r.Deleted), reading.Receipt.Accounts);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<string> Sorted(AdReading reading) => reading.Records.Select(AdReading.Text).Order(StringComparer.Ordinal);

    private static async Task PopulateAsync(SambaDomain domain)
    {
        var users = await domain.Tools.AddUnitAsync("Пользователи", SambaDomain.BaseDn, Token);
        var paris = await domain.Tools.AddUnitAsync("Users, Paris + \"Lyon\"", users, Token);
        var boss = await domain.Tools.AddUserAsync("Шеф", "boss", users, Token, ("mail", "boss@contoso.test"), ("displayName", "Анна Шеф"));
        var user = await domain.Tools.AddUserAsync(
            "Dupont, Jean", "j.dupont", paris, Token,
            ("manager", boss), ("mail", "j.dupont@contoso.test"), ("proxyAddresses", "SMTP:j.dupont@contoso.test"), ("proxyAddresses", "smtp:jean@contoso.test"),
            ("title", "Ingénieur"), ("department", "R&D / Оборудование"), ("company", "Contoso"), ("telephoneNumber", "+33 1"), ("mobile", "+33 6"),
            ("employeeID", "0042"), ("givenName", "Jean"), ("sn", "Dupont"));
        var leaver = await domain.Tools.AddUserAsync("Leaver", "leaver", paris, Token);
        await domain.Tools.DisableAsync(leaver, Token);
        var inner = await domain.Tools.AddGroupAsync("Inner", paris, Token, user, leaver);
        await domain.Tools.AddGroupAsync("Outer", SambaDomain.UsersContainer, Token, inner, boss);
        await domain.Tools.ChangeAsync(
            $"""
            dn: CN=PC1,CN=Computers,{SambaDomain.BaseDn}
            changetype: add
            objectClass: computer
            sAMAccountName: PC1$

            dn: {inner}
            changetype: modify
            add: member
            member: CN=PC1,CN=Computers,{SambaDomain.BaseDn}


            """,
            Token);
    }

    /// <summary>Filter and attributes of the command in the README: what is documented is what is tested.</summary>
    private static (string Filter, string[] Attributes) ReadmeCommand()
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ActiveDirectory.README.md"));
        var match = Command().Match(readme);
        return (match.Groups["filter"].Value, match.Groups["attributes"].Value.Split([' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"ldapsearch -x.*?'(?<filter>\(\|.*?)'(?<attributes>.*?)>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();
}
