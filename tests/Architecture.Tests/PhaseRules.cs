using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace SyncEngine.Architecture.Tests;

/// <summary>A phase sees the data of earlier phases, never of later ones; only Engine and Audit compose.</summary>
public sealed class PhaseRules
{
    private static readonly ArchUnitNET.Domain.Architecture Core = new ArchLoader().LoadAssemblies(typeof(ISyncEngine).Assembly).Build();

    [Theory]
    [InlineData("SyncEngine.Model", "SyncEngine.Capture", "SyncEngine.History", "SyncEngine.Provisioning", "SyncEngine.Audit")]
    [InlineData("SyncEngine.Capture", "SyncEngine.History", "SyncEngine.Provisioning", "SyncEngine.Audit")]
    [InlineData("SyncEngine.History", "SyncEngine.Provisioning", "SyncEngine.Audit")]
    [InlineData("SyncEngine.Provisioning", "SyncEngine.Audit")]
    public void A_phase_knows_no_later_phase(string phase, params string[] later)
    {
        foreach (var forbidden in later)
        {
            Types().That().ResideInNamespace(phase).Should().NotDependOnAny(Types().That().ResideInNamespace(forbidden)).Check(Core);
        }
    }

    [Fact]
    public void Nothing_but_the_engine_itself_knows_the_pipeline() =>
        Types().That().ResideInNamespaceMatching(@"SyncEngine\.(Model|Capture|History|Provisioning|Audit)")
            .Should().NotDependOnAny(Types().That().HaveName("SyncPipeline").Or().HaveName("PlanApplication").Or().HaveName("SystemCapture").Or().HaveName("ConnectedSystems"))
            .Check(Core);

    [Fact]
    public void Interfaces_exist_only_where_there_is_a_port() => Assert.Equal(
        [
            "IEngineEvent", "IEntryQueries", "IEventStore", "IKnownEntries", "IObservedEvent", "IPlanStore", "IPlanWriter", "IRunLock", "IRunQueries", "ISource",
            "IStateHistory",
            "ISyncEngine", "ISyncEngineBuilder", "ISystemCheck", "ITarget",
        ],
        typeof(ISyncEngine).Assembly.GetTypes().Where(t => t.IsInterface && t.Namespace?.StartsWith("SyncEngine", StringComparison.Ordinal) == true)
            .Select(t => t.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Classes_are_sealed_unless_they_are_roots_of_a_family()
    {
        var open = typeof(ISyncEngine).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsSealed: false } && t.Namespace?.StartsWith("SyncEngine", StringComparison.Ordinal) == true)
            .Select(t => t.Name);
        Assert.Equal([nameof(SyncEngineException)], open);
    }
}
