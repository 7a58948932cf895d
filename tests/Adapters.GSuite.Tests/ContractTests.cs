using SyncEngine.Emulators;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Adapters.GSuite.Tests;

/// <summary>What every source keeps to, over an emulated G Suite with pages of two.</summary>
public sealed class GSuiteSourceContractTests : SourceContract
{
    protected override async Task<SourceUnderTest> OpenSourceAsync()
    {
        var rig = await Rig.StartAsync(configure: (o, _) => o.UserPageSize = o.GroupPageSize = o.MemberPageSize = 2);
        SmallCompany.Seed(rig.Emulator);
        return new SourceUnderTest(rig.Source, Interrupt, rig.DisposeAsync);

        Task Interrupt()
        {
            rig.Emulator.Faults.Add(new GSuiteFault(GSuiteFaultKind.CutAnswer) { Path = "users", Query = "pageToken", Times = 100 });
            return Task.CompletedTask;
        }
    }
}
