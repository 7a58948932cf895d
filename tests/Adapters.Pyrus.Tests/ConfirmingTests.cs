using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Emulators;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class ConfirmingTests
{
    [Fact]
    public async Task Answers_come_in_the_order_asked_one_for_each()
    {
        await using var rig = await Rig.StartAsync();
        var e = rig.Emulator;
        var d = e.SeedDepartment(new() { DepartmentName = "D" }).Id;
        var role = e.SeedRole(new() { Name = "R", MemberIds = [e.Caller.Id] }).Id;
        var deleted = e.SeedRole(new() { Name = "Old", Fired = true }).Id;
        var fired = e.SeedMember(new() { FirstName = "F", Email = "f@corp.example", Fired = true }).Id;
        EntryKey[] keys =
        [
            Rig.Key(EntryKind.Account, e.Caller.Id), Rig.Key(EntryKind.Account, 999), Rig.Key(EntryKind.Account, fired), Rig.Key(EntryKind.Group, role),
            Rig.Key(EntryKind.Group, deleted), Rig.Key(EntryKind.Group, 999), Rig.Key(EntryKind.Unit, d), Rig.Key(EntryKind.Unit, 999), Rig.Key(EntryKind.Account, "not-a-number"),
        ];
        var answers = await rig.Source.ConfirmAsync(keys, Rig.Ct);
        Assert.Equal(keys, answers.Select(a => a.Key));
        Assert.Equal(
            [
                ConfirmationAnswer.Present, ConfirmationAnswer.Gone, ConfirmationAnswer.Present, ConfirmationAnswer.Present, ConfirmationAnswer.Deleted,
                ConfirmationAnswer.Gone, ConfirmationAnswer.Present, ConfirmationAnswer.Gone, ConfirmationAnswer.CannotTell,
            ],
            answers.Select(a => a.Answer));
        Assert.All(answers, a => Assert.NotEmpty(a.Evidence));
        Assert.Contains("invalid_person_id", answers[1].Evidence);
        Assert.Single(e.Requests, r => r.Path == "orgchart");
        var reading = await rig.ReadAsync();
        Assert.Equal(reading.Account(fired).Attributes, answers[2].Record!.Attributes);
        Assert.Equal(reading.Of(EntryKind.Group)[0].Members, answers[3].Record!.Members);
    }

    [Theory]
    [InlineData(400, "invalid_person_id", ConfirmationAnswer.Gone)]
    [InlineData(404, "not_found", ConfirmationAnswer.Gone)]
    [InlineData(403, "access_denied_person", ConfirmationAnswer.CannotTell)]
    [InlineData(403, "invalid_person_id", ConfirmationAnswer.Gone)]
    [InlineData(400, "validation_error", ConfirmationAnswer.CannotTell)]
    public async Task Gone_needs_a_clean_answer_that_says_so(int status, string code, ConfirmationAnswer expected)
    {
        await using var rig = await Rig.StartAsync(o => (o.Behaviour.UnknownPersonStatus, o.Behaviour.UnknownPersonCode) = (status, code));
        Assert.Equal(expected, (await rig.ConfirmAsync(Rig.Key(EntryKind.Account, 999))).Answer);
    }

    [Theory]
    [InlineData(PyrusFaultKind.ServerError)]
    [InlineData(PyrusFaultKind.BadGateway)]
    [InlineData(PyrusFaultKind.HtmlPage)]
    [InlineData(PyrusFaultKind.LoseAnswer)]
    [InlineData(PyrusFaultKind.RevokeTokens)]
    public async Task Trouble_is_never_gone(PyrusFaultKind kind)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await Rig.StartAsync(time: time);
        rig.Emulator.Faults.Add(new PyrusFault(kind) { Path = "members/999", Times = 100 });
        rig.Emulator.Faults.Add(new PyrusFault(kind) { Path = "orgchart", Times = 100 });
        var work = rig.Source.ConfirmAsync([Rig.Key(EntryKind.Account, 999), Rig.Key(EntryKind.Unit, 999)], Rig.Ct);
        Assert.All(await Rig.WhileTimePassesAsync(time, work), a => Assert.Equal(ConfirmationAnswer.CannotTell, a.Answer));
    }

    [Fact]
    public async Task Without_a_chart_no_department_can_be_told()
    {
        await using var rig = await Rig.StartAsync(o => o.Behaviour.OrgChartAvailable = false);
        Assert.Equal(ConfirmationAnswer.CannotTell, (await rig.ConfirmAsync(Rig.Key(EntryKind.Unit, 1))).Answer);
    }

    [Fact]
    public async Task An_unknown_route_and_another_persons_record_prove_nothing()
    {
        await using var standIn = await StandIn.StartAsync(path => path switch
        {
            "auth" => """{"access_token":"t"}""",
            "profile" => """{"person_id":1,"organization_id":5}""",
            "members/3" => """{"id":4}""",
            "members/5" => """{"first_name":"no id"}""",
            _ => null,
        });
        foreach (var id in new[] { 2, 3, 5 })
        {
            Assert.Equal(ConfirmationAnswer.CannotTell, (await standIn.ConfirmAsync(Rig.Key(EntryKind.Account, id))).Answer);
        }
    }
}
