using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>A write whose answer is lost is unknown, and is never sent twice.</summary>
public sealed class LostAnswerTests
{
    public static TheoryData<ChangeAction, PyrusFaultKind, bool> Cases()
    {
        var cases = new TheoryData<ChangeAction, PyrusFaultKind, bool>();
        foreach (var action in Enum.GetValues<ChangeAction>())
        {
            cases.Add(action, PyrusFaultKind.LoseRequest, false);
            cases.Add(action, PyrusFaultKind.LoseAnswer, true);
            cases.Add(action, PyrusFaultKind.CutAnswer, true);
            cases.Add(action, PyrusFaultKind.ServerError, false);
            cases.Add(action, PyrusFaultKind.ServerErrorAfterEffect, true);
            cases.Add(action, PyrusFaultKind.BadGateway, false);
            cases.Add(action, PyrusFaultKind.HtmlPage, false);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_is_unknown_and_sent_once(ChangeAction action, PyrusFaultKind kind, bool done)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await Rig.StartAsync(time: time, configure: (o, _) => o.HandOverByDismissal = true);
        var e = rig.Emulator;
        var id = e.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example", Banned = action == ChangeAction.UnblockAccount }).Id;
        var role = e.SeedRole(new() { Name = "Sellers", MemberIds = action == ChangeAction.RemoveFromRole ? [id] : [] }).Id;
        var department = e.SeedDepartment(new() { DepartmentName = "Office" }).Id;

        // A connection that is in use already: the platform's own repetition happens only on those.
        await rig.ReadAsync();
        var of = Of(action, id, role, department);
        e.Faults.Add(new PyrusFault(kind) { Method = of.Method, Path = of.Path });
        var outcome = await Rig.WhileTimePassesAsync(time, rig.ApplyAsync(
            action, of.Target,
            members: action is ChangeAction.AddToRole or ChangeAction.RemoveFromRole ? [$"{id}"] : [],
            receiver: action == ChangeAction.HandOverWork ? $"{e.Caller.Id}" : null,
            fields: of.Fields));
        Assert.Equal(OutcomeKind.Unknown, outcome.Kind);
        Assert.Contains("may or may not", outcome.Message);
        Assert.Equal((of.Method, of.Path), (Assert.Single(rig.Writes).Method, rig.Writes[0].Path));
        var member = e.FindMember(id)!;
        Assert.Equal(done, action switch
        {
            ChangeAction.CreateAccount => e.Members.Count == 3,
            ChangeAction.UpdateAccount => member.Position == "Head",
            ChangeAction.BlockAccount => member.Banned,
            ChangeAction.UnblockAccount => !member.Banned,
            ChangeAction.HandOverWork => member.Fired,
            ChangeAction.CreateDepartment => e.Departments.Count == 2,
            ChangeAction.UpdateDepartment => e.Departments.Single().DepartmentName == "Sales",
            ChangeAction.CreateRole => e.Roles.Count == 2,
            ChangeAction.UpdateRole => e.Roles.Single().Name == "Sales",
            ChangeAction.AddToRole => e.Roles.Single().MemberIds.Contains(id),
            ChangeAction.RemoveFromRole => !e.Roles.Single().MemberIds.Contains(id),
            _ => throw new InvalidOperationException($"{action} is not checked."),
        });
    }

    /// <summary>The one request that each action is, to whom, and with which fields.</summary>
    private static (string Method, string Path, string? Target, (string, string?)[] Fields) Of(ChangeAction action, int id, int role, long department) => action switch
    {
        ChangeAction.CreateAccount => ("POST", "members", null, [("firstName", "Boris"), ("email", "boris@corp.example")]),
        ChangeAction.UpdateAccount => ("PUT", $"members/{id}", $"{id}", [("position", "Head")]),
        ChangeAction.BlockAccount => ("DELETE", $"members/{id}", $"{id}", []),
        ChangeAction.UnblockAccount => ("PUT", $"members/{id}", $"{id}", []),
        ChangeAction.HandOverWork => ("POST", "members/bulk", $"{id}", []),
        ChangeAction.CreateDepartment => ("PUT", "orgchart", null, [("name", "Sales")]),
        ChangeAction.UpdateDepartment => ("POST", $"orgchart/{department}", $"{department}", [("name", "Sales")]),
        ChangeAction.CreateRole => ("POST", "roles", null, [("name", "Sales")]),
        ChangeAction.UpdateRole => ("PUT", $"roles/{role}", $"{role}", [("name", "Sales")]),
        ChangeAction.AddToRole or ChangeAction.RemoveFromRole => ("PUT", $"roles/{role}", $"{role}", []),
        _ => throw new InvalidOperationException($"{action} is not sent."),
    };

    [Fact]
    public async Task A_connection_closed_in_good_order_does_not_make_the_platform_send_a_block_again()
    {
        await using var server = new ClosingServer();
        await using var rig = await Rig.StartAsync(configure: (o, _) => o.BaseUrl = server.BaseUrl);
        var outcome = await rig.ApplyAsync(ChangeAction.BlockAccount, "7");
        Assert.Equal(OutcomeKind.Unknown, outcome.Kind);
        Assert.Single(server.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_answer_in_time_is_unknown_too_and_the_write_may_have_happened()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await Rig.StartAsync(time: time, configure: (o, _) => o.RequestTimeout = TimeSpan.FromSeconds(60));
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.Delay) { Method = "POST", Path = "members", Wait = TimeSpan.FromHours(1) });
        await rig.ReadAsync();
        var outcome = await Rig.WhileTimePassesAsync(
            time, rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("firstName", "Boris"), ("email", "boris@corp.example")]));
        Assert.Equal(OutcomeKind.Unknown, outcome.Kind);
        Assert.Contains("within the time", outcome.Message);
        Assert.Single(rig.Writes);
    }

    [Fact]
    public async Task A_success_without_an_id_is_unknown()
    {
        await using var standIn = await StandIn.StartAsync(path => path switch
        {
            "auth" => """{"access_token":"t"}""",
            "profile" => """{"person_id":1,"organization_id":5}""",
            "members" => """{"first_name":"Boris"}""",
            _ => null,
        });
        Assert.Equal(OutcomeKind.Unknown, (await standIn.ApplyAsync(new Change { Action = ChangeAction.CreateAccount, Fields = Model.AttributeSet.Of(("email", "b@corp.example")) })).Kind);
    }

    [Theory]
    [InlineData(ChangeAction.BlockAccount, "false", "NotBlocked")]
    [InlineData(ChangeAction.UnblockAccount, "true", "NotUnblocked")]
    public async Task An_answer_that_contradicts_the_write_is_not_taken_for_done(ChangeAction action, string banned, string code)
    {
        var asked = 0;
        await using var standIn = await StandIn.StartAsync(path => path switch
        {
            "auth" => """{"access_token":"t"}""",
            "profile" => """{"person_id":1,"organization_id":5}""",

            // Asked before the write it shows the opposite, so that the write is made.
            "members/7" => $$"""{"id":7,"banned":{{(asked++ == 0 ? (action == ChangeAction.UnblockAccount ? "true" : "false") : banned)}}}""",
            _ => null,
        });
        var outcome = await standIn.ApplyAsync(new Change { Action = action, TargetId = "7" });
        Assert.Equal((OutcomeKind.Refused, code), (outcome.Kind, outcome.Code));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_block_does_not_wait_for_a_question_that_is_not_answered()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await Rig.StartAsync(time: time);
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example" }).Id;
        rig.Emulator.Faults.Add(new PyrusFault(PyrusFaultKind.BadGateway) { Method = "GET", Path = $"members/{id}", Times = 100 });
        Assert.Equal(OutcomeKind.Applied, (await Rig.WhileTimePassesAsync(time, rig.ApplyAsync(ChangeAction.BlockAccount, $"{id}"))).Kind);
        Assert.True(rig.Emulator.FindMember(id)!.Banned);
    }
}
