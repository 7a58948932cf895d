using Marten.Schema;
using SyncEngine.Provisioning;

namespace SyncEngine.Stores.Marten;

/// <summary>A plan without its rows, which are in a table of their own (<see cref="PlanRowTable"/>).</summary>
[DocumentAlias("plan")]
internal sealed class PlanDocument
{
    /// <summary>The plan's id as text.</summary>
    public string Id { get; set; } = "";

    public required Plan Header { get; set; }

    internal static PlanDocument Of(Plan plan) => new() { Id = plan.Id.ToString(), Header = plan };
}
