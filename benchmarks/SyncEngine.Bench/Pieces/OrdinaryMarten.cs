using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Services;
using Npgsql;
using SyncEngine.Model;
using SyncEngine.Stores.Marten;

namespace SyncEngine.Bench.Pieces;

/// <summary>
/// Marten as a user would set it up on the same tables, with the same events and the same inline projection, tuned as well as it can be: prepared
/// statements, Rich, no identity map.
/// </summary>
internal static class OrdinaryMarten
{
    internal static string Tuned(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
        Timezone = "UTC",
    }.ConnectionString;

    internal static DocumentStore Make(NpgsqlDataSource source) => DocumentStore.For(marten =>
    {
        marten.Connection(source);
        marten.DatabaseSchemaName = MartenStoreOptions.SchemaDefault;
        marten.CommandTimeout = 3600;
        marten.AutoCreateSchemaObjects = AutoCreate.None;
        marten.DisableNpgsqlLogging = true;
        var serializer = new SystemTextJsonSerializer { EnumStorage = Weasel.Core.EnumStorage.AsString, Casing = Weasel.Core.Casing.CamelCase };
        serializer.Configure(EngineJson.Configure);
        marten.Serializer(serializer);
        marten.Events.DatabaseSchemaName = MartenStoreOptions.SchemaDefault;
        marten.Events.StreamIdentity = StreamIdentity.AsString;
        marten.Events.AppendMode = EventAppendMode.Rich;
        marten.Events.MetadataConfig.CorrelationIdEnabled = true;
        marten.Events.MetadataConfig.UserNameEnabled = true;
        foreach (var (name, type) in EngineEvents.Map.All)
        {
            marten.Events.MapEventType(type, name);
        }

        marten.Projections.Add(new EntryProjection(), ProjectionLifecycle.Inline);
    });
}
