using System.Text.Json.Serialization;
using JasperFx.Events;
using Marten.Events.Aggregation;
using Marten.Schema;
using NpgsqlTypes;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Stores.Marten;

/// <summary>One run as it is listed, as a document; by sync, newest first.</summary>
[DocumentAlias("run_view")]
internal sealed class RunViewDocument
{
    /// <summary>The name of the run's stream.</summary>
    public string Id { get; set; } = "";

    /// <summary>The place of the run's first event in the store: newer runs have higher ones.</summary>
    public long Began { get; set; }

    public required RunView View { get; set; }

    [JsonIgnore]
    public string Sync => View.Sync.Value;

    public static void ConfigureMarten(DocumentMapping<RunViewDocument> mapping)
    {
        mapping.Duplicate(x => x.Sync, "text", NpgsqlDbType.Text, notNull: true);
        mapping.Duplicate(x => x.Began, "bigint", NpgsqlDbType.Bigint, notNull: true);
        mapping.Indexes.Add(new DocumentIndex(mapping, "sync", "began"));
    }
}

/// <summary>Core's fold of a run's stream, in the transaction that appends.</summary>
internal sealed class RunViewProjection : SingleStreamProjection<RunViewDocument, string>
{
    public override RunViewDocument? Evolve(RunViewDocument? snapshot, string id, IEvent e) =>
        e.Data is not IEngineEvent happened || StreamId.Of(id, "run") is not { } run ? snapshot : new RunViewDocument
        {
            Id = id,
            Began = snapshot?.Began ?? e.Sequence,
            View = RunView.Evolve(snapshot?.View ?? RunView.Initial(new RunId(run)), happened, e.Timestamp),
        };
}
