using System.Collections.Immutable;
using Marten.Schema;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Stores.Marten;

/// <summary>A plan without its rows.</summary>
[DocumentAlias("plan")]
internal sealed class PlanDocument
{
    /// <summary>The plan's id as text.</summary>
    public string Id { get; set; } = "";

    public required Plan Header { get; set; }

    /// <summary>How many documents hold its rows.</summary>
    public int Pages { get; set; }

    internal static PlanDocument Of(Plan plan) => new()
    {
        Id = plan.Id.ToString(),
        Header = plan,
        Pages = (plan.RowCount + PlanRowsDocument.RowsMax - 1) / PlanRowsDocument.RowsMax,
    };

    internal IEnumerable<string> PageIds => Enumerable.Range(0, Pages).Select(page => PlanRowsDocument.IdOf(Id, page));
}

/// <summary>Some rows of a plan in their order. A plan of a million rows is many small documents, not one that no one can load.</summary>
[DocumentAlias("plan_rows")]
internal sealed class PlanRowsDocument
{
    internal const int RowsMax = 200;

    /// <summary>The plan's id and the number of the page, so that ordinal order is the rows' order.</summary>
    public string Id { get; set; } = "";

    public required ImmutableArray<PlanRow> Rows { get; set; }

    internal static IEnumerable<PlanRowsDocument> Of(PlanId plan, IEnumerable<PlanRow> rows) =>
        rows.Chunk(RowsMax).Select((some, page) => new PlanRowsDocument { Id = IdOf(plan.ToString(), page), Rows = [.. some] });

    internal static string IdOf(string plan, int page) => string.Create(null, $"{plan}/{page:D7}");
}
