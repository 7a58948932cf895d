using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

/// <summary>Names as people give them, in a real directory: everybody is found where they stand, and nobody in the place of another.</summary>
public sealed class AwkwardNamesTests(SharedDomain shared)
{
    private static readonly string[] Names =
    [
        "Smith, John", "R&D + Sales", "Say \"hi\"", "back\\slash", "<angle>", "semi;colon", "a=b", "#hash", "* (star) *", "日本語", "Жанна д'Арк", "שלום", "مرحبا",
        "😀 team", "École", "E\u0301cole", "100% / 50%", "-", "2.5.4.3",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Units_and_people_with_any_name_are_read_in_their_places()
    {
        var root = await shared.OwnUnitAsync();
        var expected = new Dictionary<string, (string Unit, string Person)>(StringComparer.Ordinal);
        var ldif = "";
        for (var i = 0; i < Names.Length; i++)
        {
            var unit = await shared.Tools.AddUnitAsync(Names[i], root, Token);
            var login = $"awk{Guid.NewGuid():N}"[..18];
            expected[login] = (Names[i], Names[^(i + 1)]);
            ldif += LdapTools.User(Names[^(i + 1)], login, unit).Ldif;
        }

        await shared.Tools.ChangeAsync(ldif, Token);

        var reading = await AdReading.OfAsync(AdReading.Options(shared.Domain, root));

        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems));
        var units = reading.Units.ToDictionary(u => u.Anchor, u => u.Attributes[AttributeNames.Name], StringComparer.Ordinal);
        Assert.Equal(expected.Count, reading.Accounts.Count());
        Assert.All(reading.Accounts, person => Assert.Equal(
            expected[person.Attributes[AttributeNames.Login]!], (units[person.Parent!]!, person.Attributes[AttributeNames.Name]!)));
        var source = AdReading.Source(AdReading.Options(shared.Domain, root));
        Assert.All(
            await source.ConfirmAsync([.. reading.Accounts.Select(AdReading.Key)], Token), answer => Assert.Equal(ConfirmationAnswer.Present, answer.Answer));
    }

    [Theory]
    [InlineData("ou={0},dc=CONTOSO,dc=Test")]
    [InlineData(" OU = {0} , DC = contoso , DC = test ")]
    [InlineData("2.5.4.11={0},DC=contoso,0.9.2342.19200300.100.1.25=test")]
    public async Task However_the_base_is_spelled_everyone_below_it_counts_as_below_it(string spelling)
    {
        var unit = await shared.OwnUnitAsync();
        await shared.Tools.AddUserAsync("Someone", $"sp{Guid.NewGuid():N}"[..18], unit, Token);
        var name = unit[3..unit.IndexOf(',', StringComparison.Ordinal)].ToUpperInvariant();
        var source = AdReading.Source(AdReading.Options(shared.Domain, string.Format(null, spelling, name)));

        var reading = await AdReading.OfAsync(source);

        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems));
        var answer = Assert.Single(await source.ConfirmAsync([AdReading.Key(Assert.Single(reading.Accounts))], Token));
        Assert.Equal(ConfirmationAnswer.Present, answer.Answer);
    }

    [Fact]
    public async Task A_base_that_the_server_writes_in_another_composition_is_the_servers()
    {
        // Windows takes both for one name; Samba does not, so the server is a scripted one.
        const string Theirs = $"OU=École,{ScriptedDomain.Root}";
        var person = Guid.NewGuid();
        object[] id = [Guid.NewGuid().ToByteArray()];
        var domain = new ScriptedDomain();
        domain.Accounts.Add(($"CN=Ada,{Theirs}",
            [
                ("objectClass", ["top", "person", "user"]), ("objectGUID", [person.ToByteArray()]), ("cn", ["Ada"]), ("sAMAccountName", ["ada"]),
                ("userAccountControl", ["512"]),
            ]));
        domain.Before = r => r.BaseDn.StartsWith("OU=", StringComparison.Ordinal) && r.Attributes.Contains("showInAdvancedViewOnly") && !r.Mentions("organizationalUnit")
            ? ScriptedDomain.One(r.Id, Theirs, ("objectClass", ["top", "organizationalUnit"]), ("objectGUID", id))
            : r.BaseDn.StartsWith("OU=", StringComparison.Ordinal) && !r.Mentions("person") ? ScriptedDomain.Page(r.Id, []) : null;
        await using var server = new ScriptedServer(shared.Domain.Authority, domain.Answer);
        var options = AdReading.Options(shared.Domain, $"OU=E\u0301cole,{ScriptedDomain.Root}");
        options.Server = server.Url;

        var reading = await AdReading.OfAsync(options);

        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems));
        Assert.Equal("ada", Assert.Single(reading.Accounts).Attributes[AttributeNames.Login]);
    }
}
