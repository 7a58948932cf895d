using Marten;
using Marten.Services;
using Microsoft.Extensions.Logging;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// The store on PostgreSQL. Events and the states folded from them are one transaction: a session of Marten's for the ordinary batch, COPY
/// into Marten's tables for a large one. Reading goes past Marten with narrow, streaming queries.
/// </summary>
internal sealed partial class MartenStore :
    IEventStore, IKnownEntries, IEntryQueries, IStateHistory, IPlanStore, IRunQueries, IRunLock,
    IAsyncDisposable, IDisposable
{
    private readonly MartenDatabase database;
    private readonly StoreSql sql;
    private readonly BulkAppend bulk;
    private readonly Rebuild rebuild;
    private readonly ILogger log;

    internal MartenStore(DataSourceLease lease, MartenStoreOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        log = loggers.CreateLogger("SyncEngine.Store");
        database = new MartenDatabase(lease, options, time, log);
        sql = new StoreSql(options.Schema);
        bulk = new BulkAppend(database, new BulkSql(options.Schema), new MicrosecondTime(time));
        rebuild = new Rebuild(database, sql);
        Check = new StoreCheck(lease, options, time);
    }

    /// <summary>The store's lines of <c>doctor</c>.</summary>
    internal ISystemCheck Check { get; }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <summary>For containers that are disposed without waiting.</summary>
    public void Dispose() => database.Dispose();

    public Task AppendAsync(IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        StreamAppend.EnsureValid(appends);
        cancellationToken.ThrowIfCancellationRequested();
        return appends.Count == 0 ? Task.CompletedTask
            : appends.Count >= database.Options.BulkStreamsMin && BulkAppend.Takes(appends) ? CommitInBulkAsync(appends, metadata, cancellationToken)
            : CommitAsync(appends, metadata, cancellationToken);
    }

    /// <summary>Makes the tables if the policy allows it, as the first use would.</summary>
    internal async Task OpenAsync(CancellationToken cancellationToken) => await database.OpenAsync(cancellationToken).ConfigureAwait(false);

    private async Task CommitInBulkAsync(IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var documents = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (!database.TakesBulk || !await TranslateAsync(
            appends, () => bulk.TryAsync(documents, appends, metadata, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            await CommitAsync(appends, metadata, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<bool> CommitAsync(IReadOnlyList<StreamAppend> appends, EventMetadata metadata, CancellationToken cancellationToken) => TranslateAsync(
        appends,
        async () =>
        {
            await SaveAsync(new SessionOptions(), appends, metadata, document: null, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Appends, and stores a new document, in a session of Marten's; commits unless the options give a transaction.</summary>
    internal async Task SaveAsync(
        SessionOptions options, IReadOnlyList<StreamAppend> appends, EventMetadata metadata, object? document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var documents = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        options.Tracking = DocumentTracking.None;
        var session = documents.OpenSession(options);
        await using var sessionScope = session.ConfigureAwait(false);
        session.CorrelationId = metadata.Run.ToString();
        session.LastModifiedBy = metadata.Actor.Name;

        // In one order for all writers, so that two never wait for each other.
        foreach (var (stream, expectedVersion, events) in appends.OrderBy(a => a.Stream))
        {
            if (expectedVersion == 0)
            {
                session.Events.StartStream(stream.Value, events);
            }
            else
            {
                session.Events.Append(stream.Value, expectedVersion + events.Count, events);
            }
        }

        if (document is not null)
        {
            session.InsertObjects([document]);
        }

        await session.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await AnnounceAsync(session, cancellationToken).ConfigureAwait(false);
        await session.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Appends, with the errors of appending in the port's words.</summary>
    internal async Task<bool> TranslateAsync(IReadOnlyList<StreamAppend> appends, Func<Task<bool>> append, CancellationToken cancellationToken)
    {
        try
        {
            return await append().ConfigureAwait(false);
        }
        catch (Exception e) when (AppendConflict.Is(e))
        {
            throw await ConflictAsync(appends, e, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StoreErrors.AreOf(e) && database.Lease.Ready is { } source)
        {
            throw StoreErrors.Clear(e, source);
        }
    }

    /// <summary>Sequences are drawn before the commit: whoever asks for the last one waits until every writer that may have drawn one is done.</summary>
    private async Task AnnounceAsync(IDocumentSession session, CancellationToken cancellationToken)
    {
        using var command = new Npgsql.NpgsqlCommand("select pg_advisory_xact_lock_shared($1)", session.Connection);
        command.Parameters.Add(new() { Value = LockKeys.Append(database.Options.Schema) });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Exception> ConflictAsync(IReadOnlyList<StreamAppend> appends, Exception conflict, CancellationToken cancellationToken)
    {
        var versions = await ReadVersionsAsync([.. appends.Select(a => a.Stream.Value)], cancellationToken).ConfigureAwait(false);
        var refused = appends.FirstOrDefault(a => versions.GetValueOrDefault(a.Stream.Value) != a.ExpectedVersion) ?? appends[0];
        return new ConcurrentAppendException(refused.Stream, refused.ExpectedVersion, conflict);
    }
}
