using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Export;

/// <summary>Exports that people bring: whole, cut, broken, poor.</summary>
public sealed class LdifSourceTests : IDisposable
{
    private const string Root = "DC=corp,DC=example";
    private readonly string path = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_written_by_hand_is_read()
    {
        var reading = await ReadAsync(Domain(), Unit("Users"), User(1, "OU=Users", "displayName: Иван Петров", "primaryGroupID: 513"), Group(513, "CN=u1,OU=Users"));

        Assert.True(reading.Receipt.Complete, string.Join(", ", reading.Codes));
        Assert.Equal("S-1-5-21-1-2-3", reading.Receipt.Identity);
        Assert.Equal(path, reading.Receipt.Server);
        var user = reading.Login("u1");
        var group = reading.Group("g513");
        Assert.Equal("Иван Петров", user.Attributes[AttributeNames.Name]);
        Assert.Equal("Users", reading.Find(user.Parent!)!.Attributes[AttributeNames.Name]);
        Assert.Equal(group.Anchor, user.Attributes[AttributeNames.PrimaryGroup]);
        Assert.Equal([user.Anchor], group.Members);
        Assert.Null(reading.Units.Single().Parent);
    }

    [Fact]
    public async Task A_field_that_a_filter_needs_is_given_when_it_is_asked_for_and_the_file_says_which_there_are()
    {
        await File.WriteAllTextAsync(
            path, Export(Domain(), Unit("Users"), User(1, "OU=Users", "physicalDeliveryOfficeName: Annex", "userPassword: x"), Group(513, "CN=u1,OU=Users")), Token);
        var source = AdReading.Source(new ActiveDirectoryOptions { LdifPath = path });

        var described = await ((ISource)source).DescribeAsync(EntryKind.Account, Token);
        var plain = await AdReading.OfAsync(source);
        var asked = await AdReading.OfAsync(source, fields: [new SourceField(EntryKind.Account, "physicalDeliveryOfficeName")]);
        var single = await source.ConfirmAsync([AdReading.Key(asked.Login("u1"))], Token);

        Assert.Contains("physicalDeliveryOfficeName", described!.OnRequest);
        Assert.DoesNotContain("userPassword", described.OnRequest);
        Assert.DoesNotContain("member", described.OnRequest);
        Assert.Null(plain.Login("u1").Attributes["physicalDeliveryOfficeName"]);
        Assert.Equal("Annex", asked.Login("u1").Attributes["physicalDeliveryOfficeName"]);
        Assert.Equal("Annex", single[0].Record!.Attributes["physicalDeliveryOfficeName"]);
    }

    [Fact]
    public async Task The_order_of_the_file_does_not_matter()
    {
        string[] entries =
        [
            Domain(), Unit("Users"), Unit("Inner", "OU=Users"), User(1, "OU=Inner,OU=Users", $"manager: CN=u2,OU=Users,{Root}"), User(2, "OU=Users"),
            Group(3, "CN=g4,OU=Users", "CN=u1,OU=Inner,OU=Users"), Group(4, "CN=g3,OU=Users"),
        ];
        var forward = await ReadAsync(entries);
        var backward = await ReadAsync([.. entries.Reverse()]);

        Assert.Equal(forward.Records.Select(AdReading.Text).Order(StringComparer.Ordinal), backward.Records.Select(AdReading.Text).Order(StringComparer.Ordinal));
        foreach (var reading in new[] { forward, backward })
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            Assert.All(reading.Records, r => Assert.True((r.Parent is null || seen.Contains(r.Parent)) && seen.Add(r.Anchor)));
        }
    }

    [Fact]
    public async Task Without_closing_lines_the_read_is_incomplete_and_says_how_to_export()
    {
        await File.WriteAllTextAsync(path, string.Join('\n', Domain(), Unit("Users"), User(1, "OU=Users")), Token);
        var options = new ActiveDirectoryOptions { LdifPath = path };

        var strict = await AdReading.OfAsync(options);
        options.LdifEndMarker = LdifEndMarker.Optional;
        var trusting = await AdReading.OfAsync(options);

        Assert.False(strict.Receipt.Complete);
        var problem = Assert.Single(strict.Receipt.Problems);
        Assert.Equal(("LdifEndUnmarked", true), (problem.Code, problem.Breaking));
        Assert.Contains("ldapsearch without -L", problem.Message, StringComparison.Ordinal);
        Assert.True(trusting.Receipt.Complete);
        Assert.Equal(("LdifEndUnmarked", false), (trusting.Receipt.Problems[0].Code, trusting.Receipt.Problems[0].Breaking));
        Assert.Equal(strict.Records.Select(AdReading.Text), trusting.Records.Select(AdReading.Text));
    }

    [Theory]
    [InlineData("result: 4 Size limit exceeded\n\n# numEntries: 3\n")]
    [InlineData("result: 0 Success\n\n# numEntries: 300\n")]
    public async Task Closing_lines_that_disagree_make_it_incomplete_even_where_none_are_required(string closing)
    {
        await File.WriteAllTextAsync(path, string.Join('\n', Domain(), Unit("Users"), User(1, "OU=Users"), closing), Token);

        var reading = await AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path, LdifEndMarker = LdifEndMarker.Optional });

        Assert.False(reading.Receipt.Complete);
        Assert.Contains("LdifIncomplete", reading.Codes);
    }

    [Fact]
    public async Task A_file_cut_at_any_place_is_never_a_complete_read()
    {
        var whole = Export(Domain(), Unit("Users"), User(1, "OU=Users"), User(2, "OU=Users"), Group(3, "CN=u1,OU=Users"));
        for (var length = 0; length < whole.Length - 1; length += 7)
        {
            await File.WriteAllTextAsync(path, whole[..length], Token);
            try
            {
                Assert.False((await AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path })).Receipt.Complete, $"cut at {length}");
            }
            catch (ConnectedSystemException e)
            {
                Assert.Equal("LdifBroken", e.Code);
            }
        }
    }

    [Fact]
    public async Task A_broken_line_is_one_error_with_its_number_before_anything_is_given()
    {
        await File.WriteAllTextAsync(path, Export(Domain(), Unit("Users"), User(1, "OU=Users"), User(2, "OU=Users", "this line is broken")), Token);
        var batches = 0;

        var error = await Assert.ThrowsAsync<ConnectedSystemException>(async () =>
        {
            await foreach (var _ in AdReading.Source(new ActiveDirectoryOptions { LdifPath = path }).ReadAsync(new ReadRequest { BatchSize = 1 }, Token))
            {
                batches++;
            }
        });

        Assert.Equal(0, batches);
        Assert.Equal("LdifBroken", error.Code);
        Assert.Contains($"'{path}', line 24:", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("this line", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public async Task Entries_that_cannot_be_used_are_named_by_their_line()
    {
        await IsBrokenAsync("no objectGUID", Domain(), $"dn: CN=x,{Root}\nobjectClass: user\nuserAccountControl: 512\n");
        await IsBrokenAsync("same name", Domain(), Unit("Users"), Unit("Users"));
        await IsBrokenAsync("same objectGUID", Domain(), User(1, "OU=A"), User(1, "OU=B"));
        await IsBrokenAsync("no distinguished name", "dn: nonsense\nobjectClass: user\n");
    }

    [Fact]
    public async Task The_line_end_in_the_name_of_a_tombstone_or_a_conflict_does_no_harm()
    {
        // As ldapsearch writes it: the comment is broken, the name is in base64.
        var name = Convert.ToBase64String(Encoding.UTF8.GetBytes($"CN=u1\\0ACNF:693a6fb8-2648-46c6-8b03-d751f4c8424f,OU=Users,{Root}"));
        var conflict = $"# u1\nCNF:693a6fb8-2648-46c6-8b03-d751f4c8424f, Users, corp.example\ndn:: {name}\n"
            + $"objectClass: user\nobjectGUID:: {Guid64(9)}\nsAMAccountName: $DUPLICATE-9\nuserAccountControl: 512\n";

        var reading = await ReadAsync(Domain(), Unit("Users"), User(1, "OU=Users"), conflict);

        Assert.Equal(["$DUPLICATE-9", "u1"], reading.Accounts.Select(a => a.Attributes[AttributeNames.Login]).Order(StringComparer.Ordinal));
        Assert.True(reading.Receipt.Complete, string.Join(", ", reading.Codes));
    }

    [Fact]
    public async Task A_missing_file_a_directory_and_a_forbidden_file_are_told_apart()
    {
        Assert.Equal("LdifNotFound", (await TroubleAsync("/nowhere/export.ldif")).Code);
        Assert.Equal("LdifUnreadable", (await TroubleAsync(Path.GetTempPath())).Code);
    }

    [Fact]
    public async Task Units_that_are_named_but_not_in_the_file_are_known_by_name_and_it_is_told()
    {
        var first = await ReadAsync(Domain(), User(1, "OU=Moscow\\, Users,OU=Staff"), User(2, "OU=Moscow\\, Users,OU=Staff"));
        var second = await ReadAsync(Domain(), User(2, "ou=moscow\\2C users,OU=Staff"));

        Assert.True(first.Receipt.Complete);
        Assert.Equal("UnitByName", Assert.Single(first.Receipt.Problems).Code);
        Assert.StartsWith("2 units", first.Receipt.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(["Staff", "Moscow, Users"], first.Units.Select(u => u.Attributes[AttributeNames.Name]));
        Assert.Equal(first.Login("u2").Parent, second.Login("u2").Parent);
    }

    [Fact]
    public async Task Somebody_outside_of_the_base_is_not_read_but_known_to_be_elsewhere()
    {
        await File.WriteAllTextAsync(path, Export(Domain(), Unit("Users"), Unit("Left"), User(1, "OU=Users"), User(2, "OU=Left")), Token);
        var all = await AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path });
        var source = AdReading.Source(new ActiveDirectoryOptions { LdifPath = path, BaseDn = $"OU=Users,{Root}" });

        var reading = await AdReading.OfAsync(source);
        var answers = await source.ConfirmAsync(
            [AdReading.Key(all.Login("u2")), AdReading.Key(all.Login("u1")), new EntryKey(AdReading.System, EntryKind.Account, Guid.NewGuid().ToString("D"))], Token);

        Assert.Equal("u1", Assert.Single(reading.Accounts).Attributes[AttributeNames.Login]);
        Assert.Null(reading.Units.Single().Parent);
        Assert.Equal([ConfirmationAnswer.Elsewhere, ConfirmationAnswer.Present, ConfirmationAnswer.CannotTell], answers.Select(a => a.Answer));
        Assert.Equal(AdReading.Text(all.Login("u2")), AdReading.Text(answers[0].Record!));
        Assert.Equal(AdReading.Text(reading.Login("u1")), AdReading.Text(answers[1].Record!));
    }

    [Fact]
    public async Task A_base_that_the_file_does_not_have_is_an_error()
    {
        await File.WriteAllTextAsync(path, Export(Domain(), Unit("Users"), User(1, "OU=Users")), Token);
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(
            () => AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path, BaseDn = $"OU=Nowhere,{Root}" }));
        Assert.Equal("BaseNotFound", error.Code);
    }

    [Fact]
    public async Task Two_domains_in_one_file_need_a_base()
    {
        const string Other = "DC=other,DC=example";
        var otherDomain = Domain().Replace(Root, Other, StringComparison.Ordinal).Replace("1-2-3", "7-8-9", StringComparison.Ordinal)
            .Replace(Guid64(1000), Guid64(1001), StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            path,
            Export(otherDomain, Domain(), User(1, "OU=Users"), User(2, "OU=Users").Replace(Root, Other, StringComparison.Ordinal)),
            Token);

        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path }));
        Assert.Equal("SeveralDomains", error.Code);
        var one = await AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path, BaseDn = Root });
        var two = await AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path, BaseDn = Other });
        Assert.Equal(("u1", "S-1-5-21-1-2-3"), (one.Accounts.Single().Attributes[AttributeNames.Login], one.Receipt.Identity));
        Assert.Equal(("u2", "S-1-5-21-7-8-9"), (two.Accounts.Single().Attributes[AttributeNames.Login], two.Receipt.Identity));
    }

    [Fact]
    public async Task A_file_without_people_is_no_empty_company() =>
        Assert.Equal(["NothingVisible"], (await ReadAsync(Domain(), Unit("Users"))).Codes);

    [Fact]
    public async Task A_group_cut_off_by_the_server_makes_the_read_incomplete()
    {
        var cut = Group(3, "CN=u1,OU=Users").Replace("member:", "member;range=0-1499:", StringComparison.Ordinal);
        var reading = await ReadAsync(Domain(), Unit("Users"), User(1, "OU=Users"), cut);

        Assert.False(reading.Receipt.Complete);
        Assert.Equal(["MembersCut"], reading.Codes);
        Assert.False(reading.Group("g3").MembersComplete);
    }

    [Fact]
    public async Task Objects_that_are_no_people_are_passed_over_and_counted_where_it_matters()
    {
        var reading = await ReadAsync(
            Domain(),
            Unit("Users"),
            User(1, "OU=Users"),
            $"dn: CN=pc,{Root}\nobjectClass: user\nobjectClass: computer\nobjectGUID:: {Guid64(70)}\nuserAccountControl: 4096\n",
            $"dn: CN=contact,{Root}\nobjectClass: contact\nobjectGUID:: {Guid64(71)}\n",
            $"dn: CN=phone,CN=u1,OU=Users,{Root}\nobjectClass: user\nobjectGUID:: {Guid64(72)}\nuserAccountControl: 512\n",
            $"dn: CN=S-1-5-21-9,{Root}\nobjectClass: foreignSecurityPrincipal\nobjectGUID:: {Guid64(73)}\n",
            Group(3, "CN=u1,OU=Users", "CN=pc", "CN=contact", "CN=S-1-5-21-9", "CN=gone"));

        Assert.Equal("u1", Assert.Single(reading.Accounts).Attributes[AttributeNames.Login]);
        Assert.Equal(["InsideAccount", "MemberUnknown", "MembersSkipped"], reading.Codes);
        var skipped = reading.Receipt.Problems.Single(p => p.Code == "MembersSkipped").Message;
        Assert.All(["1 computers", "1 contacts", "1 foreign security principals"], kind => Assert.Contains(kind, skipped, StringComparison.Ordinal));
        Assert.True(reading.Receipt.Complete);
        Assert.Single(reading.Group("g3").Members);
    }

    [Fact]
    public async Task Two_states_of_a_file_are_two_snapshots()
    {
        var first = await ReadAsync(Domain(), User(1, "OU=Users"));
        var second = await ReadAsync(Domain(), User(2, "OU=Users"));
        Assert.NotEqual(first.Receipt.Snapshot, second.Receipt.Snapshot);
        Assert.Equal(first.Receipt.Identity, second.Receipt.Identity);
    }

    [Fact]
    public async Task Without_the_domain_object_the_people_tell_the_domain()
    {
        var reading = await ReadAsync(User(1, "OU=Users", "objectSid: S-1-5-21-1-2-3-1101"), User(2, "OU=Users", "objectSid: S-1-5-21-1-2-3-1102"));
        Assert.Equal("S-1-5-21-1-2-3", reading.Receipt.Identity);
        Assert.DoesNotContain("IdentityByName", reading.Codes);
    }

    [Fact]
    public async Task An_export_without_security_identifiers_is_known_by_its_name_and_it_is_told()
    {
        var reading = await ReadAsync(User(1, "OU=Users"));
        Assert.Equal("dn:DC=CORP,DC=EXAMPLE", reading.Receipt.Identity);
        Assert.Contains("IdentityByName", reading.Codes);
    }

    public void Dispose() => File.Delete(path);

    private static string Guid64(int number) => Convert.ToBase64String(Id(number).ToByteArray());

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static string Domain() => $"dn: {Root}\nobjectClass: top\nobjectClass: domainDNS\nobjectGUID:: {Guid64(1000)}\nobjectSid: S-1-5-21-1-2-3\n";

    private static string Unit(string name, string? parent = null) =>
        $"dn: OU={name},{(parent is null ? "" : parent + ",")}{Root}\nobjectClass: organizationalUnit\nobjectGUID:: {Guid64(name.Sum(c => c) + 5000)}\n";

    private static string User(int number, string parent, params string[] more) => string.Concat(
        $"dn: CN=u{number},{parent},{Root}\nobjectClass: user\nobjectGUID:: {Guid64(number)}\nsAMAccountName: u{number}\nuserAccountControl: 512\n",
        string.Concat(more.Select(line => line + "\n")));

    private static string Group(int rid, params string[] members) => string.Concat(
        $"dn: CN=g{rid},OU=Users,{Root}\nobjectClass: group\nobjectGUID:: {Guid64(rid + 3000)}\nobjectSid: S-1-5-21-1-2-3-{rid}\ncn: g{rid}\n",
        string.Concat(members.Select(m => $"member: {m},{Root}\n")));

    private static string Export(params string[] entries) =>
        string.Join('\n', ["# extended LDIF", "", .. entries, $"# search result\nsearch: 2\nresult: 0 Success\n\n# numEntries: {entries.Length}\n"]);

    private async Task<AdReading> ReadAsync(params string[] entries)
    {
        await File.WriteAllTextAsync(path, Export(entries), new UTF8Encoding(false), Token);
        return await AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = path });
    }

    private async Task IsBrokenAsync(string why, params string[] entries)
    {
        await File.WriteAllTextAsync(path, Export(entries), Token);
        var error = await TroubleAsync(path);
        Assert.Equal("LdifBroken", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Matches(", line [0-9]+:", error.Message);
    }

    private static Task<ConnectedSystemException> TroubleAsync(string file) =>
        Assert.ThrowsAsync<ConnectedSystemException>(() => AdReading.OfAsync(new ActiveDirectoryOptions { LdifPath = file }));
}
