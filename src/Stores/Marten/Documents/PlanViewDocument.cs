using System.Text.Json.Serialization;
using JasperFx.Events;
using Marten.Events.Aggregation;
using Marten.Schema;
using NpgsqlTypes;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using Weasel.Postgresql.Tables;

namespace SyncEngine.Stores.Marten;

/// <summary>How one plan stands, as a document; listed by sync, newest first.</summary>
[DocumentAlias("plan_view")]
internal sealed class PlanViewDocument
{
    /// <summary>The name of the plan's stream.</summary>
    public string Id { get; set; } = "";

    /// <summary>The place of the plan's first event in the store: newer plans have higher ones.</summary>
    public long Began { get; set; }

    public required PlanView View { get; set; }

    [JsonIgnore]
    public string Sync => View.Prepared?.Sync.Value ?? "";

    public static void ConfigureMarten(DocumentMapping<PlanViewDocument> mapping)
    {
        mapping.Duplicate(x => x.Sync, "text", NpgsqlDbType.Text, notNull: true);
        mapping.Duplicate(x => x.Began, "bigint", NpgsqlDbType.Bigint, notNull: true);
        mapping.Indexes.Add(new DocumentIndex(mapping, "sync", "began"));
    }
}

/// <summary>Core's fold of a plan's stream, in the transaction that appends.</summary>
internal sealed class PlanViewProjection : SingleStreamProjection<PlanViewDocument, string>
{
    public override PlanViewDocument? Evolve(PlanViewDocument? snapshot, string id, IEvent e) =>
        e.Data is not IEngineEvent happened || StreamId.Of(id, "plan") is not { } plan ? snapshot : new PlanViewDocument
        {
            Id = id,
            Began = snapshot?.Began ?? e.Sequence,
            View = PlanView.Evolve(snapshot?.View ?? PlanView.Initial(new PlanId(plan)), happened),
        };
}
