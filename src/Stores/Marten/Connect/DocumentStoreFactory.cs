using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Services;
using Npgsql;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

/// <summary>Marten as this store wants it. Every line here is storage format or was measured.</summary>
internal static class DocumentStoreFactory
{
    internal static DocumentStore Make(
        NpgsqlDataSource source, MartenStoreOptions options, TimeProvider time, Action<StoreOptions>? more = null) => DocumentStore.For(marten =>
    {
        marten.Connection(source);
        marten.DatabaseSchemaName = options.Schema;
        marten.CommandTimeout = options.CommandTimeoutSeconds;

        // The gate makes and checks the tables; nothing changes behind its back.
        marten.AutoCreateSchemaObjects = AutoCreate.None;

        // A write whose answer is lost is the engine's to judge: sending it again by itself would report a conflict with itself.
        marten.ConfigurePolly(_ => { });
        marten.ConfigureWritePolly(_ => { });
        marten.DisableNpgsqlLogging = true;

        var serializer = new SystemTextJsonSerializer { EnumStorage = Weasel.Core.EnumStorage.AsString, Casing = Weasel.Core.Casing.CamelCase };
        serializer.Configure(EngineJson.Configure);
        marten.Serializer(serializer);

        marten.Events.DatabaseSchemaName = options.Schema;
        marten.Events.StreamIdentity = StreamIdentity.AsString;
        marten.Events.AppendMode = EventAppendMode.Rich;
        marten.Events.TimeProvider = new MicrosecondTime(time);
        marten.Events.MetadataConfig.CorrelationIdEnabled = true;
        marten.Events.MetadataConfig.UserNameEnabled = true;
        foreach (var (name, type) in EngineEvents.Map.All)
        {
            marten.Events.MapEventType(type, name);
        }

        marten.Projections.Add(new EntryProjection(), ProjectionLifecycle.Inline);
        marten.Projections.Add(new PlanViewProjection(), ProjectionLifecycle.Inline);
        marten.Projections.Add(new RunViewProjection(), ProjectionLifecycle.Inline);
        marten.Schema.For<PlanDocument>();
        marten.Storage.ExtendedSchemaObjects.Add(PlanRowTable.Of(options.Schema));
        more?.Invoke(marten);
    });
}
