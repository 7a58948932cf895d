using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using Xunit;

namespace SyncEngine.Testing.Contracts;

/// <summary>Departments. A target without them refuses every write to one with the code <c>DepartmentsNotSupported</c>.</summary>
public abstract partial class TargetContract
{
    [Fact]
    public async Task Departments_are_made_under_their_parents_and_people_are_put_into_and_taken_out_of_them()
    {
        var top = await Send(new Change { Action = ChangeAction.CreateDepartment, Fields = AttributeSet.Of((AttributeNames.Name, "Производство")) });
        Assert.SkipWhen(top is { Kind: OutcomeKind.Refused, Code: "DepartmentsNotSupported" }, "This target has no departments.");
        var inner = await Send(new Change
        {
            Action = ChangeAction.CreateDepartment, Fields = AttributeSet.Of((AttributeNames.Name, "Цех 1")), Parent = top.TargetId,
        });
        var id = (await Create("eva")).TargetId!;

        Assert.Equal((OutcomeKind.Applied, OutcomeKind.Applied), (top.Kind, inner.Kind));
        await Send(new Change { Action = ChangeAction.UpdateAccount, TargetId = id, Parent = inner.TargetId });
        Assert.Equal(inner.TargetId, (await Read(id))!.Parent);
        var unit = (await ReadAll()).Single(r => r.Kind == EntryKind.Unit && r.Anchor == inner.TargetId);
        Assert.Equal((top.TargetId, "Цех 1"), (unit.Parent, unit.Attributes[AttributeNames.Name]));

        await Send(new Change { Action = ChangeAction.UpdateAccount, TargetId = id, ClearParent = true });
        Assert.Null((await Read(id))!.Parent);
    }

    [Fact]
    public async Task A_department_is_renamed_and_its_people_stay_in_it()
    {
        var department = await NewDepartment("Цех 1");
        var id = (await Create("eva")).TargetId!;
        await Send(new Change { Action = ChangeAction.UpdateAccount, TargetId = id, Parent = department });

        var renamed = await UpdateDepartment(department, AttributeSet.Of((AttributeNames.Name, "Цех 2")));

        Assert.Equal(department, renamed.TargetId);
        await AssertEcho(renamed);
        Assert.Equal("Цех 2", (await ReadUnit(department)).Attributes[AttributeNames.Name]);
        Assert.Equal(department, (await Read(id))!.Parent);
    }

    [Fact]
    public async Task A_department_gets_a_manager_and_loses_it_and_its_name_stays()
    {
        var department = await NewDepartment("Цех 1");
        var id = (await Create("eva")).TargetId!;

        await AssertEcho(await UpdateDepartment(department, AttributeSet.Of((AttributeNames.Manager, id))));
        Assert.Equal((id, "Цех 1"), await ManagerAndName());
        Assert.Contains((await UpdateDepartment(department, AttributeSet.Of((AttributeNames.Manager, id)))).Kind, Harmless);
        Assert.Equal((id, "Цех 1"), await ManagerAndName());

        await AssertEcho(await UpdateDepartment(department, AttributeSet.Empty, AttributeNames.Manager));
        Assert.Equal((null, "Цех 1"), await ManagerAndName());

        async Task<(string?, string?)> ManagerAndName() =>
            (await ReadUnit(department)).Attributes is var fields ? (fields[AttributeNames.Manager], fields[AttributeNames.Name]) : default;
    }

    [Fact]
    public async Task A_department_is_put_under_another_one_and_never_below_itself()
    {
        var (top, other) = (await NewDepartment("Производство"), await NewDepartment("Цех 1"));

        await AssertEcho(await Send(new Change { Action = ChangeAction.UpdateDepartment, TargetId = other, Parent = top }));
        Assert.Equal(top, (await ReadUnit(other)).Parent);

        AssertRefusedWithACode(await Send(new Change { Action = ChangeAction.UpdateDepartment, TargetId = top, Parent = other }));
        Assert.Null((await ReadUnit(top)).Parent);
    }

    [Fact]
    public async Task A_change_to_an_unknown_department_or_to_an_unknown_manager_is_refused_with_a_code()
    {
        var department = await NewDepartment("Цех 1");

        AssertRefusedWithACode(await UpdateDepartment(UnknownId, AttributeSet.Of((AttributeNames.Name, "Цех 2"))));
        AssertRefusedWithACode(await UpdateDepartment(department, AttributeSet.Of((AttributeNames.Manager, UnknownId))));
        Assert.Null((await ReadUnit(department)).Attributes[AttributeNames.Manager]);
    }

    private async Task<string> NewDepartment(string name)
    {
        var made = await Send(new Change { Action = ChangeAction.CreateDepartment, Fields = AttributeSet.Of((AttributeNames.Name, name)) });
        Assert.SkipWhen(made is { Kind: OutcomeKind.Refused, Code: "DepartmentsNotSupported" }, "This target has no departments.");
        await AssertEcho(made);
        return made.TargetId!;
    }

    private Task<Outcome> UpdateDepartment(string id, AttributeSet fields, params string[] cleared) =>
        Send(new Change { Action = ChangeAction.UpdateDepartment, TargetId = id, Fields = fields, Cleared = cleared });

    private async Task<SourceRecord> ReadUnit(string id) => (await ReadAll()).Single(r => r.Kind == EntryKind.Unit && r.Anchor == id);
}
