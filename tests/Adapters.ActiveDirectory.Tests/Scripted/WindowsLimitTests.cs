using System.Globalization;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Scripted;

/// <summary>What Windows does and Samba does not: ranges of members, limits, references. Played by a scripted server.</summary>
public sealed class WindowsLimitTests : IDisposable
{
    private readonly TestAuthority authority = new();
    private readonly string caFile = Path.GetTempFileName();
    private readonly ScriptedDomain domain = new();

    public WindowsLimitTests() => File.WriteAllText(caFile, authority.Pem);

    [Fact]
    public async Task A_group_of_3700_members_is_read_in_ranges_to_the_last_one()
    {
        var (group, members) = LargeGroup(3700);
        domain.Before = request => Ranges(request, group, members, _ => "1");

        var reading = await ReadAsync();

        var read = reading.Group("Large");
        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems.Select(p => p.Message)));
        Assert.True(read.MembersComplete);
        Assert.Equal(members.Select(m => m.ToString("D")).Order(StringComparer.Ordinal), read.Members);
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(3000)]
    public async Task A_group_that_ends_where_a_range_ends_is_complete(int count)
    {
        var (group, members) = LargeGroup(count);
        domain.Before = request => Ranges(request, group, members, _ => "1", markLast: false);

        var reading = await ReadAsync();

        Assert.True(reading.Receipt.Complete);
        Assert.Equal(count, reading.Group("Large").Members.Length);
    }

    [Fact]
    public async Task A_group_that_changes_between_two_ranges_is_read_anew()
    {
        var (group, members) = LargeGroup(2000);
        // Some left between the first part, which came with change number 1, and the second: the numbers of the values moved.
        domain.Before = request => Ranges(request, group, members[100..], _ => "2");

        var reading = await ReadAsync();

        Assert.True(reading.Receipt.Complete);
        Assert.Equal(members[100..].Select(m => m.ToString("D")).Order(StringComparer.Ordinal), reading.Group("Large").Members);
    }

    [Fact]
    public async Task A_group_that_never_stands_still_makes_the_read_incomplete_and_says_so_of_itself()
    {
        var (group, members) = LargeGroup(4000);
        var usn = 1;
        domain.Before = request => Ranges(request, group, members, _ => (++usn).ToString(CultureInfo.InvariantCulture));

        var reading = await ReadAsync();

        Assert.False(reading.Group("Large").MembersComplete);
        Assert.False(reading.Receipt.Complete);
        Assert.Equal(["GroupUnreadable"], reading.Receipt.Problems.Where(p => p.Breaking).Select(p => p.Code));
        Assert.True(usn < 20, $"asked {usn} times");
    }

    [Fact]
    public async Task A_group_that_vanishes_between_two_ranges_makes_the_read_incomplete()
    {
        LargeGroup(2000);

        var reading = await ReadAsync();

        Assert.False(reading.Group("Large").MembersComplete);
        Assert.Contains("GroupUnreadable", reading.Codes);
        Assert.False(reading.Receipt.Complete);
    }

    [Theory]
    [InlineData(4, "SizeLimit")]
    [InlineData(11, "SizeLimit")]
    [InlineData(3, "TimeLimit")]
    [InlineData(10, "Referral")]
    [InlineData(1, "ServerRefused")]
    [InlineData(53, "ServerRefused")]
    public async Task A_search_that_does_not_end_well_makes_the_read_incomplete_and_names_page_and_code(int result, string code)
    {
        domain.Before = request => request.Mentions("person") && request.Operation == ScriptedRequest.Search
            ? request.Mentions("next")
                ? [ScriptedServer.Result(request.Id, 5, result, "not today", [])]
                : ScriptedDomain.Page(request.Id, [ScriptedDomain.User("one", Guid.NewGuid())], "next")
            : null;

        var reading = await ReadAsync();

        var problem = Assert.Single(reading.Receipt.Problems);
        Assert.False(reading.Receipt.Complete);
        Assert.Equal(1, reading.Receipt.Accounts);
        Assert.Equal((code, true), (problem.Code, problem.Breaking));
        Assert.Contains("fake1.fake.test", problem.Message, StringComparison.Ordinal);
        Assert.Contains("page 2 of accounts", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"({result})", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_in_a_search_makes_the_read_incomplete()
    {
        domain.Before = request => request.Mentions("person")
            ? [ScriptedServer.Reference(request.Id, "ldap://child.fake.test/DC=child,DC=fake,DC=test"), .. ScriptedDomain.Page(request.Id, [])]
            : null;

        var reading = await ReadAsync();

        Assert.False(reading.Receipt.Complete);
        Assert.Equal(["Referral"], reading.Codes);
    }

    [Fact]
    public async Task A_domain_without_anyone_is_taken_for_missing_rights()
    {
        var reading = await ReadAsync();
        Assert.False(reading.Receipt.Complete);
        Assert.Equal(["NothingVisible"], reading.Codes);
        Assert.Equal("S-1-5-21-1-2-3", reading.Receipt.Identity);
    }

    [Fact]
    public async Task Accounts_whose_state_may_not_be_read_make_the_read_incomplete_but_not_the_others_vanish()
    {
        var seen = ScriptedDomain.User("seen", Guid.NewGuid());
        var unseen = ScriptedDomain.User("unseen", Guid.NewGuid());
        domain.Accounts.Add(seen);
        domain.Accounts.Add((unseen.Item1, [.. unseen.Item2.Where(a => a.Item1 != "userAccountControl")]));

        var reading = await ReadAsync();

        Assert.Equal("seen", Assert.Single(reading.Accounts).Attributes[AttributeNames.Login]);
        Assert.False(reading.Receipt.Complete);
        Assert.Equal(["AccountStateUnreadable"], reading.Codes);
    }

    [Fact]
    public async Task A_domain_controller_that_has_not_caught_up_gives_no_complete_read()
    {
        domain.Accounts.Add(ScriptedDomain.User("one", Guid.NewGuid()));
        domain.Before = request => request is { Operation: ScriptedRequest.Search, BaseDn: "" }
            ? ScriptedDomain.One(
                request.Id, "", ("defaultNamingContext", [ScriptedDomain.Root]), ("supportedCapabilities", ["1.2.840.113556.1.4.800"]),
                ("supportedControl", ["1.2.840.113556.1.4.529"]), ("isSynchronized", ["FALSE"]))
            : null;

        Assert.Equal(["ServerNotSynchronized"], (await ReadAsync()).Receipt.Problems.Where(p => p.Breaking).Select(p => p.Code));
    }

    [Fact]
    public async Task An_entry_renamed_during_the_read_and_given_twice_counts_once()
    {
        var id = Guid.NewGuid();
        domain.Accounts.Add(ScriptedDomain.User("before", id));
        domain.Accounts.Add(ScriptedDomain.User("after", id));
        Assert.Single((await ReadAsync()).Accounts);
    }

    [Fact]
    public async Task Somebody_whose_place_is_not_found_is_left_out_and_makes_the_read_incomplete()
    {
        var (_, attributes) = ScriptedDomain.User("lost", Guid.NewGuid());
        domain.Accounts.Add(($"CN=lost,OU=Vanished,{ScriptedDomain.Root}", attributes));
        domain.Accounts.Add(ScriptedDomain.User("here", Guid.NewGuid()));

        var reading = await ReadAsync();

        Assert.Equal("here", Assert.Single(reading.Accounts).Attributes[AttributeNames.Login]);
        Assert.Equal(["PlaceUnknown"], reading.Codes);
        Assert.False(reading.Receipt.Complete);
    }

    [Fact]
    public async Task What_stands_below_an_account_is_nobody()
    {
        var (dn, boss) = ScriptedDomain.User("boss", Guid.NewGuid());
        domain.Accounts.Add((dn, boss));
        domain.Accounts.Add(($"CN=phone,CN=devices,{dn}", ScriptedDomain.User("phone", Guid.NewGuid()).Item2));
        domain.Before = request => request switch
        {
            _ when request.BaseDn == dn => ScriptedDomain.One(request.Id, dn, boss),
            _ when request.BaseDn == $"CN=devices,{dn}" => ScriptedDomain.One(
                request.Id, request.BaseDn, ("objectClass", ["container"]), ("objectGUID", [Guid.NewGuid().ToByteArray()])),
            _ => null,
        };

        var reading = await ReadAsync();

        Assert.Equal("boss", Assert.Single(reading.Accounts).Attributes[AttributeNames.Login]);
        Assert.Empty(reading.Units);
        Assert.Equal(["InsideAccount"], reading.Codes);
        Assert.True(reading.Receipt.Complete);
    }

    [Fact]
    public async Task Somebody_moved_below_an_account_is_elsewhere_however_deep()
    {
        var (dn, boss) = ScriptedDomain.User("boss", Guid.NewGuid());
        var id = Guid.NewGuid();
        var (_, phone) = ScriptedDomain.User("phone", id);
        domain.Before = request => request switch
        {
            _ when request.BaseDn == $"<GUID={id:D}>" => ScriptedDomain.One(request.Id, $"CN=phone,CN=devices,{dn}", phone),
            _ when request.BaseDn == $"CN=devices,{dn}" => ScriptedDomain.One(
                request.Id, request.BaseDn, ("objectClass", ["container"]), ("objectGUID", [Guid.NewGuid().ToByteArray()])),
            _ when request.BaseDn == dn => ScriptedDomain.One(request.Id, dn, boss),
            _ => null,
        };
        await using var server = new ScriptedServer(authority, domain.Answer);

        var answers = await AdReading.Source(Options(server)).ConfirmAsync(
            [new EntryKey(AdReading.System, EntryKind.Account, id.ToString("D"))], TestContext.Current.CancellationToken);

        Assert.Equal(ConfirmationAnswer.Elsewhere, answers[0].Answer);
        Assert.Contains("below an account", answers[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_domain_behind_the_same_name_confirms_nothing()
    {
        domain.Accounts.Add(ScriptedDomain.User("one", Guid.NewGuid()));
        await using var server = new ScriptedServer(authority, domain.Answer);
        var source = AdReading.Source(Options(server));
        var key = AdReading.Key((await AdReading.OfAsync(source)).Accounts.Single());
        Assert.Equal(ConfirmationAnswer.Gone, (await source.ConfirmAsync([key], TestContext.Current.CancellationToken))[0].Answer);
        domain.Before = request => request.Attributes is ["objectSid"]
            ? ScriptedDomain.One(request.Id, ScriptedDomain.Root, ("objectSid", [(byte[])[.. ScriptedDomain.DomainSid[..^4], 9, 0, 0, 0]]))
            : null;

        var answer = (await source.ConfirmAsync([key], TestContext.Current.CancellationToken))[0];

        Assert.Equal(ConfirmationAnswer.CannotTell, answer.Answer);
        Assert.Contains("S-1-5-21-1-2-9", answer.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_the_entry_and_without_noSuchObject_proves_nothing()
    {
        domain.Before = request => request.BaseDn.StartsWith("<GUID=", StringComparison.Ordinal) ? [ScriptedServer.Result(request.Id, 5, 0)] : null;
        await using var server = new ScriptedServer(authority, domain.Answer);
        var key = new EntryKey(AdReading.System, EntryKind.Account, Guid.NewGuid().ToString("D"));

        var answers = await AdReading.Source(Options(server)).ConfirmAsync([key], TestContext.Current.CancellationToken);

        Assert.Equal(ConfirmationAnswer.CannotTell, answers[0].Answer);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(10)]
    [InlineData(80)]
    public async Task Trouble_while_asking_leaves_the_rest_unanswered_and_never_gone(int result)
    {
        var asked = 0;
        domain.Before = request => request.BaseDn.StartsWith("<GUID=", StringComparison.Ordinal) && ++asked == 2
            ? [ScriptedServer.Result(request.Id, 5, result)]
            : null;
        await using var server = new ScriptedServer(authority, domain.Answer);
        var keys = Enumerable.Range(0, 4).Select(_ => new EntryKey(AdReading.System, EntryKind.Account, Guid.NewGuid().ToString("D"))).ToArray();

        var answers = await AdReading.Source(Options(server)).ConfirmAsync(keys, TestContext.Current.CancellationToken);

        Assert.Equal(keys, answers.Select(a => a.Key));
        Assert.Equal(
            [ConfirmationAnswer.Gone, ConfirmationAnswer.CannotTell, ConfirmationAnswer.CannotTell, ConfirmationAnswer.CannotTell],
            answers.Select(a => a.Answer));
    }

    public void Dispose()
    {
        authority.Dispose();
        File.Delete(caFile);
    }

    /// <summary>A group whose search result holds the first 1,500 members only, as Windows gives it; the members are accounts of the domain.</summary>
    private (Guid Group, Guid[] Members) LargeGroup(int count)
    {
        var id = Guid.NewGuid();
        var members = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToArray();
        domain.Accounts.AddRange(members.Select((m, i) => ScriptedDomain.User($"u{i}", m)));
        domain.Groups.Add(ScriptedDomain.Group(
            "Large", id, ("uSNChanged", ["1"]), ("member", []), ("member;range=0-1499", [.. members.Take(1500).Select(Link)])));
        return (id, members);
    }

    private static IEnumerable<byte[]>? Ranges(ScriptedRequest request, Guid group, Guid[] members, Func<int, string> usn, bool markLast = true)
    {
        if (request.BaseDn != $"<GUID={group:D}>")
        {
            return null;
        }

        var low = int.Parse(request.Attributes[0]["member;range=".Length..].Split('-')[0], CultureInfo.InvariantCulture);
        var part = members.Skip(low).Take(1500).Select(Link).ToArray();
        var high = markLast && low + 1500 >= members.Length ? "*" : (low + part.Length - 1).ToString(CultureInfo.InvariantCulture);
        (string, object[])[] attributes = part.Length == 0
            ? [("uSNChanged", [usn(low)])]
            : [($"member;range={low}-{high}", part), ("uSNChanged", [usn(low)])];
        return ScriptedDomain.One(request.Id, "CN=Large", attributes);
    }

    private static object Link(Guid id) => $"<GUID={id:D}>;<SID=S-1-5-21-1-2-3-1>;CN=x,{ScriptedDomain.Root}";

    private ActiveDirectoryOptions Options(ScriptedServer server) => new()
    {
        Server = server.Url,
        User = "reader@fake.test",
        Password = "secret",
        TrustedCertificate = caFile,
        OperationTimeout = TimeSpan.FromSeconds(20),
    };

    private async Task<AdReading> ReadAsync()
    {
        await using var server = new ScriptedServer(authority, domain.Answer);
        return await AdReading.OfAsync(Options(server));
    }
}
