using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Emulators;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests;

public sealed class ReadingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_customer_is_read_with_its_units_people_and_groups(bool loose)
    {
        await using var rig = await Rig.StartAsync();
        var e = rig.Emulator;
        SmallCompany.Seed(e);
        e.Behaviour.SingleValuesAsObjects = loose;
        e.Behaviour.NewerFields = loose;
        e.Behaviour.RestlessEtags = loose;
        var reading = await rig.ReadAsync();

        Assert.True(reading.Receipt.Complete, string.Join(' ', reading.Receipt.Problems));
        Assert.Equal((e.CustomerId, 5, 2, 2), (reading.Receipt.Identity, reading.Receipt.Accounts, reading.Receipt.Groups, reading.Receipt.Units));
        var units = reading.Of(EntryKind.Unit);
        Assert.Equal(["Staff", "Users"], units.Select(u => u.Attributes["name"]));
        Assert.Equal([null, units[0].Anchor], units.Select(u => u.Parent));
        var anna = reading.Account(e.Id("anna@corp.example"));
        Assert.Equal((true, units[1].Anchor), (anna.Enabled, anna.Parent));
        Assert.Equal(
            AttributeSet.Of(
                ("aliases", "a.bell@corp.example"), ("company", "Corp"), ("department", "Sales"), ("email", "anna@corp.example"), ("employeeNumber", "4711"), ("firstName", "Anna"),
                ("lastName", "Bell"), ("login", "anna@corp.example"), ("manager", e.Id("zoe@corp.example")), ("name", "Anna Bell"), ("phone", "+1 555 100"), ("title", "Seller")),
            anna.Attributes);
        Assert.All(new[] { "boris@corp.example", "carl@corp.example" }, email => Assert.False(reading.Account(e.Id(email)).Enabled));
        Assert.Null(reading.Account(e.Id("admin@corp.example")).Parent);
        Assert.Equal(e.Users.Single(u => u.DeletionTime is not null).Id, Assert.Single(reading.Records, r => r.Deleted).Anchor);
        var staff = Assert.Single(reading.Of(EntryKind.Group), g => g.Attributes["address"] == SmallCompany.Staff);
        Assert.Equal(new[] { e.Id(SmallCompany.Sellers), e.Id("zoe@corp.example") }.Order(StringComparer.Ordinal), staff.Members);
        Assert.Equal([e.Id("anna@corp.example")], Assert.Single(reading.Of(EntryKind.Group), g => g.Attributes["name"] == "Sellers").Members);
        Assert.EndsWith("1 external, 1 of the whole customer (CustomerMembers is Skip).", Assert.Single(reading.Receipt.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reading_with_pages_of_one_and_empty_pages_is_the_same()
    {
        await using var rig = await Rig.StartAsync(configure: (o, _) => o.UserPageSize = o.GroupPageSize = o.MemberPageSize = 1);
        SmallCompany.Seed(rig.Emulator);
        rig.Emulator.Behaviour.EmptyPageEvery = 2;
        var reading = await rig.ReadAsync(1);
        Assert.Equal((true, 5, 2, 2), (reading.Receipt.Complete, reading.Receipt.Accounts, reading.Receipt.Groups, reading.Receipt.Units));
        Assert.Equal(reading.Receipt.Pages, rig.ApiRequests.Count);
    }

    [Fact]
    public async Task The_whole_customer_as_a_member_is_everyone_when_the_option_says_so()
    {
        await using var rig = await Rig.StartAsync(configure: (o, _) => o.CustomerMembers = CustomerMembers.Everyone);
        SmallCompany.Seed(rig.Emulator);
        var reading = await rig.ReadAsync();
        var staff = Assert.Single(reading.Of(EntryKind.Group), g => g.Attributes["name"] == "Staff");
        Assert.Equal(reading.Of(EntryKind.Account).Select(a => a.Anchor).Append(rig.Emulator.Id(SmallCompany.Sellers)).Order(StringComparer.Ordinal), staff.Members);
    }

    [Fact]
    public async Task Domains_narrow_what_is_read_and_the_identity_stays_the_customers()
    {
        await using var rig = await Rig.StartAsync(o => o.Domains = ["corp.example", "sub.example"], (o, _) => o.Domains = ["sub.example"]);
        SmallCompany.Seed(rig.Emulator);
        rig.Emulator.SeedUser(new() { PrimaryEmail = "sue@sub.example", GivenName = "Sue", FamilyName = "Bay" });
        rig.Emulator.SeedGroup(new() { Email = "all@sub.example", Name = "All", Members = [new() { Email = "sue@sub.example" }] });
        var reading = await rig.ReadAsync();

        Assert.Equal((true, rig.Emulator.CustomerId), (reading.Receipt.Complete, reading.Receipt.Identity));
        Assert.Equal("sue@sub.example", Assert.Single(reading.Of(EntryKind.Account)).Attributes["email"]);
        Assert.Equal("All", Assert.Single(reading.Of(EntryKind.Group)).Attributes["name"]);
        Assert.Equal(ConfirmationAnswer.Elsewhere, (await rig.ConfirmAsync(EntryKind.Account, rig.Emulator.Id("anna@corp.example"))).Answer);
    }

    [Fact]
    public async Task Every_request_asks_for_the_fields_it_needs_and_for_the_next_page_and_for_compression()
    {
        await using var rig = await Rig.StartAsync();
        SmallCompany.Seed(rig.Emulator);
        await rig.ReadAsync();
        Assert.All(rig.ApiRequests, r => Assert.Contains("fields=", r.Query, StringComparison.Ordinal));
        Assert.All(rig.ApiRequests.Where(r => !r.Path.Contains("orgunits", StringComparison.Ordinal)), r => Assert.Contains("fields=nextPageToken", r.Query, StringComparison.Ordinal));
        Assert.DoesNotContain(rig.ApiRequests, r => r.IsWrite);
    }

    [Fact]
    public async Task A_token_that_ends_while_pages_are_read_is_renewed()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        await using var rig = await Rig.StartAsync(o => o.TokenLifetime = TimeSpan.FromSeconds(4), (o, _) => o.UserPageSize = 1, time);
        SmallCompany.Seed(rig.Emulator);
        var first = true;
        await foreach (var batch in rig.Source.ReadAsync(new ReadRequest { BatchSize = 1 }, Rig.Ct))
        {
            time.Advance(TimeSpan.FromSeconds(3));
            first &= batch.Receipt is null;
            Assert.True(batch.Receipt?.Complete ?? true);
        }

        Assert.False(first);
        Assert.True(rig.Emulator.Requests.Count(r => r.Path == "token") > 2);
    }

    [Fact]
    public async Task Page_tokens_that_die_make_the_listing_begin_again_and_nobody_is_given_twice()
    {
        await using var rig = await Rig.StartAsync(configure: (o, _) => o.UserPageSize = 2);
        SmallCompany.Seed(rig.Emulator);
        rig.Emulator.Faults.Add(new GSuiteFault(GSuiteFaultKind.ExpirePageTokens) { Path = "users", Query = "pageToken", After = 1 });
        var reading = await rig.ReadAsync();
        Assert.Equal((true, 5, "1"), (reading.Receipt.Complete, reading.Receipt.Accounts, reading.Fact("listingRestarts")));
        Assert.Equal(5, reading.Of(EntryKind.Account).DistinctBy(a => a.Anchor).Count());
    }

    [Fact]
    public async Task A_group_deleted_while_groups_are_read_is_left_to_confirmation()
    {
        await using var rig = await Rig.StartAsync();
        SmallCompany.Seed(rig.Emulator);
        rig.Emulator.Faults.Add(new GSuiteFault(GSuiteFaultKind.NotFound) { Path = $"groups/{rig.Emulator.Id(SmallCompany.Sellers)}/members" });
        var reading = await rig.ReadAsync();
        Assert.Equal("Staff", Assert.Single(reading.Of(EntryKind.Group)).Attributes["name"]);
        Assert.True(reading.Receipt.Complete);
        Assert.Contains(reading.Receipt.Problems, p => p is { Code: "GroupVanished", Breaking: false });
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_ends_the_reading_incomplete()
    {
        await using var rig = await Rig.StartAsync(configure: (o, _) => (o.RequestTimeout, o.ReadAttempts, o.UserPageSize, o.ListingRestarts) = (TimeSpan.FromSeconds(1), 2, 2, 0));
        SmallCompany.Seed(rig.Emulator);
        rig.Emulator.Faults.Add(new GSuiteFault(GSuiteFaultKind.Delay) { Path = "users", Query = "pageToken", Times = 2, Wait = TimeSpan.FromMinutes(5) });
        var reading = await rig.ReadAsync();
        Assert.False(reading.Receipt.Complete);
        Assert.Matches("^127.0.0.1: page 2 of users: no answer within the time allowed", Assert.Single(reading.Receipt.Problems, p => p.Breaking).Message);
    }
}
