using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Changes;

/// <summary>What Windows does when changes are read and Samba does not: several answers, refused cookies, links that come back. Played by a scripted server.</summary>
public sealed class WindowsChangesTests : IDisposable
{
    private static readonly Guid One = new("aaaaaaaa-0000-0000-0000-000000000001");
    private static readonly Guid Two = new("aaaaaaaa-0000-0000-0000-000000000002");
    private static readonly Guid Three = new("aaaaaaaa-0000-0000-0000-000000000003");
    private readonly ScriptedChanges script = new();

    [Fact]
    public async Task Changes_are_read_until_there_are_no_more_and_the_last_cookie_is_kept()
    {
        script.Answers["now"] = ([Entry(One, ("title", ["x"]))], "second", true);
        script.Answers["second"] = ([], "third", true);
        script.Answers["third"] = ([Entry(Two, ("title", ["y"]))], "fourth", false);
        script.Add(ScriptedDomain.User("one", One, ("title", ["x"])), One);
        script.Add(ScriptedDomain.User("two", Two), Two);

        var reading = await script.ReadAsync();

        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems.Select(p => p.Message)));
        Assert.Equal((ReadMode.Delta, 2), (reading.Receipt.Mode, reading.Receipt.Accounts));
        Assert.Equal(["one", "two"], reading.Accounts.Select(a => a.Attributes[AttributeNames.Login]).Order());
        Assert.All(reading.Accounts, account => Assert.False(account.Arrived));
        Assert.Equal("cookie fourth"u8.ToArray(), ChangeCursor.TryParse(reading.Receipt.Cursor!.Value)!.Cookie);
    }

    [Fact]
    public async Task A_server_that_always_has_more_and_gives_nothing_is_not_believed()
    {
        script.Answers["now"] = ([], "now", true);
        // The cookie of the full reading is taken before the script says so.
        var reading = await script.ReadAsync(cursor => cursor, () => { });
        Assert.Equal((false, false), (reading.Receipt.Complete, reading.Receipt.FullReadNeeded));
        Assert.Equal(["ProtocolError"], reading.Codes);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(53)]
    [InlineData(50)]
    [InlineData(1)]
    public async Task A_cookie_that_is_refused_needs_a_full_reading(int result)
    {
        var reading = await script.ReadAsync(between: () => script.First = request =>
            request.IsDirSync ? [ScriptedServer.Result(request.Id, 5, result, "0000202C")] : null);

        AssertFullReadNeeded(reading, "CursorRefused");
        Assert.Contains($"({result})", reading.Receipt.Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "TimeLimit")]
    [InlineData(51, "ServerRefused")]
    public async Task A_server_that_is_only_busy_keeps_the_cursor(int result, string code)
    {
        var reading = await script.ReadAsync(between: () => script.First = request =>
            request.IsDirSync ? [ScriptedServer.Result(request.Id, 5, result)] : null);

        Assert.Equal((false, false), (reading.Receipt.Complete, reading.Receipt.FullReadNeeded));
        Assert.Equal([code], reading.Codes);
        Assert.Null(reading.Receipt.Cursor);
    }

    [Theory]
    [InlineData(4, "SizeLimit")]
    [InlineData(11, "SizeLimit")]
    [InlineData(3, "TimeLimit")]
    [InlineData(10, "Referral")]
    public async Task Changed_entries_that_cannot_be_read_make_it_incomplete_and_give_nothing(int result, string code)
    {
        script.Answers["now"] = ([Entry(One, ("title", ["x"]))], "next", false);
        var reading = await script.ReadAsync(between: () => script.First = request =>
            request.Holds(One.ToByteArray()) ? [ScriptedServer.Result(request.Id, 5, result, "no", [])] : null);

        Assert.False(reading.Receipt.Complete);
        Assert.Equal([code], reading.Codes);
        Assert.Empty(reading.Records);
        Assert.Null(reading.Receipt.Cursor);
    }

    [Fact]
    public async Task Another_controller_or_one_restored_from_a_backup_needs_a_full_reading()
    {
        AssertFullReadNeeded(await script.ReadAsync(between: () => script.Domain.Invocation = Guid.NewGuid()), "CursorOfOtherController");
        AssertFullReadNeeded(await script.ReadAsync(between: () => script.Domain.Usn = 900), "ControllerWentBack");
    }

    [Fact]
    public async Task Other_options_than_those_of_the_cursor_need_a_full_reading()
    {
        AssertFullReadNeeded(await script.ReadAsync(cursor => cursor with { Base = Guid.NewGuid() }), "CursorOfOtherOptions");
        AssertFullReadNeeded(
            await script.ReadAsync(cursor => cursor with { Scope = ChangeCursor.ScopeOf(new ActiveDirectoryOptions { Attributes = ["office"] }) }), "CursorOfOtherOptions");
    }

    [Theory]
    [InlineData(59, null, false)]
    [InlineData(61, null, true)]
    [InlineData(61, "180", false)]
    [InlineData(181, "180", true)]
    public async Task A_cursor_older_than_tombstones_live_needs_a_full_reading(int days, string? lifetime, bool tooOld)
    {
        script.First = request => request.BaseDn.StartsWith("CN=Directory Service,", StringComparison.Ordinal)
            ? ScriptedDomain.One(request.Id, request.BaseDn, lifetime is null ? [] : [("tombstoneLifetime", [lifetime])])
            : null;

        var reading = await script.ReadAsync(cursor => cursor with { Time = cursor.Time.AddDays(-days) });

        Assert.Equal((!tooOld, tooOld), (reading.Receipt.Complete, reading.Receipt.FullReadNeeded));
        Assert.Equal(tooOld, reading.Codes.Contains("CursorTooOld"));
    }

    [Fact]
    public async Task A_damaged_cursor_needs_a_full_reading()
    {
        await using var server = script.Serve();
        var source = AdReading.Source(script.Options(server));
        var good = (await ScriptedChanges.CursorAsync(source)).Value;
        foreach (var bad in new[] { "", "garbage", good[..^1], good.Replace("method=DirSync", "method=DirSink", StringComparison.Ordinal), good.Replace("usn=1000", "usn=1001", StringComparison.Ordinal), "ad0" + good[3..] })
        {
            AssertFullReadNeeded(await AdReading.OfAsync(source, since: new Cursor(bad)), "CursorUnreadable");
        }

        Assert.True((await AdReading.OfAsync(source, since: new Cursor(good))).Receipt.Complete);
    }

    [Theory]
    [InlineData(new int[0], nameof(ChangeMethod.DirSync))]
    [InlineData(new[] { 50 }, nameof(ChangeMethod.DirSyncVisible))]
    [InlineData(new[] { 50, 50 }, nameof(ChangeMethod.UsnChanged))]
    [InlineData(new[] { 12, 12 }, nameof(ChangeMethod.UsnChanged))]
    public async Task The_best_method_that_is_allowed_is_chosen(int[] refusals, string method)
    {
        var left = new Queue<int>(refusals);
        script.First = request => request.IsDirSync && left.TryDequeue(out var code) ? [ScriptedServer.Result(request.Id, 5, code)] : null;
        await using var server = script.Serve();

        var reading = await AdReading.OfAsync(AdReading.Source(script.Options(server)));

        Assert.True(reading.Receipt.Complete);
        Assert.Equal(method, ChangeCursor.TryParse(reading.Receipt.Cursor!.Value)!.Method.ToString());
        Assert.Equal(method, reading.Fact("changesBy"));
    }

    [Fact]
    public async Task A_controller_that_tells_no_change_number_gives_no_cursor_and_a_note()
    {
        script.First = request => request is { Operation: ScriptedRequest.Search, BaseDn: ScriptedDomain.Service } ? [ScriptedServer.Result(request.Id, 5, 32)] : null;
        await using var server = script.Serve();

        var reading = await AdReading.OfAsync(AdReading.Source(script.Options(server)));

        Assert.True(reading.Receipt.Complete);
        Assert.Null(reading.Receipt.Cursor);
        Assert.Equal(["ChangesNotFollowed"], reading.Codes);
    }

    [Fact]
    public async Task Who_came_back_is_named_by_those_whose_links_came_back_too()
    {
        var (group, report) = (Guid.NewGuid(), Guid.NewGuid());
        script.Answers["now"] = ([Entry(One, ("objectCategory", ["CN=Person"]), ("name", ["one"]), ("isDeleted", []))], "next", false);
        script.Add(ScriptedDomain.User("one", One, ("memberOf", [ScriptedChanges.Link(group)]), ("directReports", [ScriptedChanges.Link(report)])), One);

        var record = Assert.Single((await script.ReadAsync()).Accounts);

        Assert.True(record.Arrived);
        Assert.Equal([.. new[] { group, report }.Select(g => g.ToString("D")).Order(StringComparer.Ordinal)], record.NamedBy);
    }

    [Fact]
    public async Task More_links_than_come_at_once_need_a_full_reading()
    {
        script.Answers["now"] = ([Entry(One, ("objectCategory", ["CN=Person"]))], "next", false);
        script.Add(ScriptedDomain.User("one", One, ("memberOf", []), ("memberOf;range=0-1499", [ScriptedChanges.Link(Two)])), One);
        AssertFullReadNeeded(await script.ReadAsync(), "TooManyLinks");
    }

    [Fact]
    public async Task A_changed_group_is_read_whole_range_by_range()
    {
        var members = Enumerable.Range(0, 3200).Select(_ => Guid.NewGuid()).ToArray();
        script.Answers["now"] = ([Entry(One, ("member", [ScriptedChanges.Link(members[0])]))], "next", false);
        script.Add(ScriptedDomain.Group("Large", One, ("uSNChanged", ["1"]), ("member", []), ("member;range=0-1499", [.. members.Take(1500).Select(ScriptedChanges.Link)])), One);
        script.First = request => request switch
        {
            _ when request.BaseDn == $"<GUID={One:D}>" => Range(request, members),
            _ when request.Attributes is ["objectClass", "objectCategory", "objectGUID", "userAccountControl"] => ScriptedDomain.Page(
                request.Id, members.Where(m => request.Holds(m.ToByteArray())).Select(m => ScriptedDomain.User("m", m))),
            _ => null,
        };

        var reading = await script.ReadAsync();

        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems.Select(p => p.Message)));
        Assert.Equal(members.Select(m => m.ToString("D")).Order(StringComparer.Ordinal), Assert.Single(reading.Groups).Members);
        Assert.Equal(("2", "3200"), (reading.Fact("ranges"), reading.Fact("memberships")));
    }

    [Fact]
    public async Task Tombstones_that_may_be_replicated_but_not_read_count_by_their_class()
    {
        (string, object[]) gone = ("isDeleted", ["TRUE"]);
        script.Answers["now"] = ([Entry(One, gone), Entry(Two, gone), Entry(Three, gone)], "next", false);
        script.First = request => request.IsDirSync && request.Attributes is ["isDeleted"]
            ? [
                .. request.Mentions("user") ? new[] { ScriptedServer.Entry(request.Id, "CN=x", ScriptedChanges.Changed(One, gone)) } : [],
                .. request.Mentions("group") ? new[] { ScriptedServer.Entry(request.Id, "CN=x", ScriptedChanges.Changed(Two, gone)) } : [],
                .. request.Mentions("organizationalUnit") ? new[] { ScriptedServer.Entry(request.Id, "CN=x", ScriptedChanges.Changed(Three, gone)) } : [],
                ScriptedServer.Changes(request.Id, [1]),
            ]
            : null;

        var reading = await script.ReadAsync();

        Assert.True(reading.Receipt.Complete);
        Assert.Equal(
            [(EntryKind.Account, One.ToString("D")), (EntryKind.Group, Two.ToString("D")), (EntryKind.Unit, Three.ToString("D"))],
            reading.Records.Where(r => r.Deleted).Select(r => (r.Kind, r.Anchor)).Order());
        Assert.Empty(reading.InDoubt);
        Assert.DoesNotContain("DeletionsNotVisible", reading.Codes);
    }

    [Fact]
    public async Task By_change_numbers_all_pages_are_read_from_the_number_after_the_last()
    {
        var all = Enumerable.Range(0, 2100).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var id in all)
        {
            script.Add(ScriptedDomain.User("u" + id, id), id);
        }

        script.Domain.Usn = 5000;
        script.First = request => request.Attributes.Contains("uSNCreated")
            ? ChangePage(request, all)
            : null;

        var reading = await script.ReadAsync(cursor => cursor with { Method = ChangeMethod.UsnChanged, Cookie = [], Usn = 4711 });

        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems.Select(p => p.Message)));
        Assert.Equal(2100, reading.Receipt.Accounts);
        Assert.Equal(5000, ChangeCursor.TryParse(reading.Receipt.Cursor!.Value)!.Usn);
    }

    public void Dispose() => script.Dispose();

    private static IEnumerable<byte[]> ChangePage(ScriptedRequest request, Guid[] all)
    {
        Assert.True(request.Mentions("4712"), "must ask from the number after the last");
        var from = request.Mentions("page2") ? 2000 : request.Mentions("page1") ? 1000 : 0;
        return ScriptedDomain.Page(
            request.Id,
            all.Skip(from).Take(1000).Select(id => ("CN=x", ScriptedChanges.Changed(id, ("objectClass", ["user"])))),
            from == 0 ? "page1" : from == 1000 ? "page2" : "");
    }

    private static IEnumerable<byte[]> Range(ScriptedRequest request, Guid[] members)
    {
        var low = int.Parse(request.Attributes[0]["member;range=".Length..].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
        var high = low + 1500 >= members.Length ? "*" : System.FormattableString.Invariant($"{low + 1499}");
        return ScriptedDomain.One(
            request.Id, "CN=Large", (System.FormattableString.Invariant($"member;range={low}-{high}"), [.. members.Skip(low).Take(1500).Select(ScriptedChanges.Link)]), ("uSNChanged", ["1"]));
    }

    private static byte[] Entry(Guid id, params (string, object[])[] attributes) => ScriptedServer.Entry(1, $"CN=x,{ScriptedDomain.Root}", ScriptedChanges.Changed(id, attributes));

    private static void AssertFullReadNeeded(AdReading reading, string code)
    {
        Assert.Equal((ReadMode.Delta, false, true), (reading.Receipt.Mode, reading.Receipt.Complete, reading.Receipt.FullReadNeeded));
        var problem = Assert.Single(reading.Receipt.Problems, p => p.Breaking);
        Assert.Equal(code, problem.Code);
        Assert.Contains("Everything has to be read once", problem.Message, StringComparison.Ordinal);
        Assert.Empty(reading.Records);
        Assert.Empty(reading.InDoubt);
        Assert.Null(reading.Receipt.Cursor);
    }
}
