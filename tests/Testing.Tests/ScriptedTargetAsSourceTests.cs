using SyncEngine.Model;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Testing.Tests;

/// <summary>A scripted target is read like any source.</summary>
public sealed class ScriptedTargetAsSourceTests : SourceContract
{
    protected override Task<SourceUnderTest> OpenSourceAsync()
    {
        var target = new ScriptedTarget(new SystemName("pyrus"));
        var inner = target.AddDepartment("Workshop", target.AddDepartment("Production"));
        foreach (var local in new[] { "eva", "ivan", "olga" })
        {
            target.AddAccount(AttributeSet.Of((AttributeNames.Email, $"{local}@corp.example"), (AttributeNames.LastName, local)), department: inner);
        }

        return Task.FromResult(new SourceUnderTest(target, () =>
        {
            target.Reading.FailAfterBatches = 1;
            return Task.CompletedTask;
        }));
    }
}
