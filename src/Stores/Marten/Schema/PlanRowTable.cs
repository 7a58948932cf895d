using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// The rows of plans, one by one: a plan of a million rows is written as it is computed and read page by page. The data is <c>json</c>, not
/// <c>jsonb</c>: it is only ever read as it was written.
/// </summary>
internal static class PlanRowTable
{
    internal const string Name = "plan_row";

    internal static Table Of(string schema)
    {
        var table = new Table($"{schema}.{Name}");
        table.AddColumn("plan", "uuid").NotNull();
        table.AddColumn("place", "text").NotNull();
        table.AddColumn("id", "text").NotNull();
        table.AddColumn("status", "smallint").NotNull();
        table.AddColumn("data", "json").NotNull();

        // In order; those of one status in order; one by its id.
        table.Indexes.Add(new IndexDefinition("plan_row_place") { Columns = ["plan", "place"], IsUnique = true, Collation = "C" });
        table.Indexes.Add(new IndexDefinition("plan_row_status") { Columns = ["plan", "status", "place"], Collation = "C" });
        table.Indexes.Add(new IndexDefinition("plan_row_id") { Columns = ["plan", "id"], IsUnique = true });
        return table;
    }
}
