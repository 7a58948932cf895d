using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class BrokenReadingTests
{
    [Theory]
    [InlineData(PyrusFaultKind.ServerError)]
    [InlineData(PyrusFaultKind.BadGateway)]
    [InlineData(PyrusFaultKind.LoseRequest)]
    [InlineData(PyrusFaultKind.LoseAnswer)]
    [InlineData(PyrusFaultKind.CutAnswer)]
    public async Task A_read_whose_answer_was_lost_is_made_again(PyrusFaultKind kind)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await Rig.StartAsync(time: time, configure: (o, _) => o.ReadRetryDelay = TimeSpan.FromSeconds(1));
        rig.Emulator.Faults.Add(new PyrusFault(kind) { Path = "members", Times = 2 });
        Assert.True((await Rig.WhileTimePassesAsync(time, rig.ReadAsync())).Receipt.Complete);
        Assert.Equal(3, rig.Emulator.Requests.Count(r => r.Path == "members"));
    }

    [Theory]
    [InlineData("orgchart", PyrusFaultKind.ServerError)]
    [InlineData("roles", PyrusFaultKind.CutAnswer)]
    [InlineData("members", PyrusFaultKind.BadGateway)]
    [InlineData("members", PyrusFaultKind.HtmlPage)]
    public async Task Trouble_after_the_beginning_gives_an_incomplete_receipt_and_what_could_be_read(string path, PyrusFaultKind kind)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await Rig.StartAsync(time: time);
        rig.Emulator.SeedDepartment(new() { DepartmentName = "Sales" });
        rig.Emulator.SeedRole(new() { Name = "R", MemberIds = [rig.Emulator.Caller.Id] });
        rig.Emulator.Faults.Add(new PyrusFault(kind) { Path = path, Times = 100 });
        var reading = await Rig.WhileTimePassesAsync(time, rig.ReadAsync());
        Assert.False(reading.Receipt.Complete);
        var problem = Assert.Single(reading.Receipt.Problems);
        Assert.Equal(("ListFailed", true), (problem.Code, problem.Breaking));
        Assert.Contains(rig.Emulator.ApiUrl.Authority, problem.Message);
        Assert.Equal(2, reading.Records.Count);
        Assert.Equal("110001", reading.Receipt.Identity);
    }

    [Fact]
    public async Task A_login_blocked_in_the_middle_stops_the_reading_there()
    {
        await using var rig = await Rig.StartAsync();
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.RevokeTokens) { Path = "roles", Times = 100 });
        var reading = await rig.ReadAsync();
        Assert.False(reading.Receipt.Complete);
        Assert.DoesNotContain(rig.Emulator.Requests, r => r.Path == "members");
    }

    [Fact]
    public async Task Trouble_before_the_beginning_is_an_error()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await Rig.StartAsync(time: time);
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.BadGateway) { Path = "profile", Times = 100 });
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => Rig.WhileTimePassesAsync(time, rig.ReadAsync()));
        Assert.Equal("UnexpectedAnswer", error.Code);
        Assert.Contains("502", error.Message);
    }

    [Fact]
    public async Task A_list_without_the_account_that_reads_it_is_not_the_whole_list_unless_that_is_a_bot()
    {
        await using var half = await StandIn.StartAsync(type: "user", members: "[]");
        Assert.Equal("SelfMissing", Assert.Single((await half.ReadAsync()).Receipt.Problems, p => p.Breaking).Code);
        await using var bot = await StandIn.StartAsync(type: "bot", members: "[]");
        Assert.DoesNotContain((await bot.ReadAsync()).Receipt.Problems, p => p.Breaking);
    }

    [Fact]
    public async Task Items_without_an_id_or_given_twice_break_the_receipt_and_spare_the_others()
    {
        await using var standIn = await StandIn.StartAsync(
            members: """[{"id":1,"type":"user","email":"self@corp.example","rights":5},{"email":"lost@corp.example"},{"id":"2","first_name":"B"},{"id":2,"first_name":"C"},7]""",
            roles: """[{"id":9,"name":"R","member_ids":[1,"2"]},{"id":8,"name":"Q","member_ids":[1,"x"]}]""");
        var reading = await standIn.ReadAsync();
        Assert.Equal(["ItemUnreadable", "ItemTwice"], reading.Receipt.Problems.Where(p => p.Breaking).Select(p => p.Code));
        Assert.Equal("B", reading.Account(2).Attributes[AttributeNames.FirstName]);
        Assert.Equal([("8", false), ("9", true)], reading.Of(EntryKind.Group).Select(g => (g.Anchor, g.MembersComplete)));
        Assert.Equal(["1", "2"], reading.Of(EntryKind.Group)[1].Members);
    }

    [Fact]
    public async Task Lists_of_nothing_may_be_missing_but_not_the_list_of_members()
    {
        await using var standIn = await StandIn.StartAsync(roles: null, departments: null);
        Assert.True((await standIn.ReadAsync()).Receipt.Complete);
        await using var broken = await StandIn.StartAsync(members: null);
        var receipt = (await broken.ReadAsync()).Receipt;
        Assert.Equal("ListFailed", Assert.Single(receipt.Problems, p => p.Breaking).Code);
    }

    [Fact]
    public async Task Cancelling_is_heard()
    {
        await using var rig = await Rig.StartAsync();
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.Delay) { Path = "members", Wait = TimeSpan.FromHours(1) });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Rig.Ct);
        var reading = rig.Source.ReadAsync(new Capture.ReadRequest(), cancel.Token).GetAsyncEnumerator(cancel.Token).MoveNextAsync().AsTask();
        while (rig.Emulator.Requests.All(r => r.Path != "members"))
        {
            await Task.Delay(5, Rig.Ct);
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
