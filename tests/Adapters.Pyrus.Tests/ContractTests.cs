using SyncEngine.Emulators;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>What every source keeps to, over an emulated Pyrus.</summary>
public sealed class PyrusSourceContractTests : SourceContract
{
    protected override async Task<SourceUnderTest> OpenSourceAsync()
    {
        var rig = await Rig.StartAsync();
        var e = rig.Emulator;
        var top = e.SeedDepartment(new() { DepartmentName = "Sales" }).Id;
        var inner = e.SeedDepartment(new() { DepartmentName = "North", ParentId = top }).Id;
        var anna = e.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example", DepartmentId = inner }).Id;
        e.SeedMember(new() { FirstName = "Boris", Email = "boris@corp.example", Banned = true });
        e.SeedRole(new() { Name = "Sellers", MemberIds = [anna] });

        return new SourceUnderTest(rig.Source, Interrupt, rig.DisposeAsync);

        Task Interrupt()
        {
            e.Faults.Add(new PyrusFault(PyrusFaultKind.CutAnswer) { Path = "members", Times = 100 });
            return Task.CompletedTask;
        }
    }
}

/// <summary>What every target keeps to, over an emulated Pyrus where work is handed over by dismissal.</summary>
public sealed class PyrusDismissingTargetContractTests : PyrusTargetContract
{
    protected override bool HandOverByDismissal => true;
}

/// <summary>What every target keeps to, over an emulated Pyrus where work is not handed over: the default.</summary>
public sealed class PyrusTargetContractTests : PyrusTargetContract
{
    protected override bool HandOverByDismissal => false;
}

public abstract class PyrusTargetContract : TargetContract
{
    protected abstract bool HandOverByDismissal { get; }

    protected override async Task<TargetUnderTest> OpenTargetAsync()
    {
        var rig = await Rig.StartAsync(configure: (options, _) => options.HandOverByDismissal = HandOverByDismissal);
        return new TargetUnderTest(rig.Target, rig.Source, () => rig.Writes.Count, rig.DisposeAsync, AddRole);

        Task<string> AddRole(string member)
        {
            var role = rig.Emulator.SeedRole(new() { Name = "Sellers", MemberIds = [int.Parse(member, System.Globalization.CultureInfo.InvariantCulture)] });
            return Task.FromResult(role.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
