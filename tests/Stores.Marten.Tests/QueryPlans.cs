using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Npgsql;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>
/// What the server does for each query of the store: whoever asks for little must not read everything. Writes QueryPlans.txt beside the tests'
/// binaries; SYNCENGINE_QUERY_PLANS_ENTRIES=100000 measures at the size of decision 0027.
/// </summary>
public sealed class QueryPlans(PostgresServer server)
{
    private static readonly int Entries = int.Parse(
        Environment.GetEnvironmentVariable("SYNCENGINE_QUERY_PLANS_ENTRIES") ?? "10000", CultureInfo.InvariantCulture);

    /// <summary>Queries that ask for little of much.</summary>
    private static readonly string[] Little =
        ["Entries (1)", "Pending", "Found", "Stream", "All (1,000)", "LastSequence", "PastOf (1)", "NextStamp", "PlanRows, a page", "PlanRows, a page of one status"];

    private static readonly SystemName Directory = new("corp-ad");
    private static readonly PlanId Stored = new(Guid.Parse("0197a1b2-0000-7000-8000-000000000001"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_for_little_does_not_read_everything()
    {
        var database = await TestStores.CreateDatabaseAsync(server);
        await using var store = TestStores.Make(server.ConnectionString(database));
        await FillAsync(store);
        await server.ExecuteAsync("vacuum analyze", database);
        var (sql, bulk) = (new StoreSql("syncengine"), new BulkSql("syncengine"));
        var one = $"'{Stream(4_711)}'";
        var thousand = $"(select array_agg(id) from (select id from syncengine.mt_streams where id like 'entry:%7' limit 1000) picked)::varchar[]";
        (string Name, string Text)[] queries =
        [
            ("Index", sql.Index(EntryIds.Of(Directory))),
            ("Entries (1)", With(sql.Entries, $"array[{one}]")),
            ("Entries (1,000)", With(sql.Entries, thousand)),
            ("EntriesOfKind", With(sql.EntriesOfKind, "'entry:corp-ad/account/'", "'entry:corp-ad/account0'")),
            ("Pending", With(sql.Pending, "'entry:corp-ad/'", "'entry:corp-ad0'")),
            ("Found", With(sql.Found, $"array[{string.Join(',', EntryDocument.SearchColumn(SearchKeys.For("p4711@corp.example")))}]::bigint[]")),
            ("Stream", With(sql.Stream, one)),
            ("All (1,000)", With(sql.All, "5000", "6000")),
            ("LastSequence", sql.LastSequence),
            ("Versions (1,000)", With(sql.Versions, thousand)),
            ("Past", sql.Past(EntryIds.Of(Directory, EntryKind.Account), 90_000)),
            ("PastOf (1)", With(sql.PastOf, $"array[{one}]", "90000")),
            ("NextStamp", With(sql.NextStamp, "5000")),
            ("SequenceAt", With(sql.SequenceAt, "now()", "100000")),
            ("Plan", With(sql.Plan, $"'{Stored}'")),
            ("PlanView", With(sql.PlanView, $"'{StreamName.Plan(Stored)}'")),
            ("PlanViews", With(sql.PlanViews, "'staff'", "20")),
            ("RunViews", With(sql.RunViews, "'staff'", "20")),
            ("PlanRows, all", Rows(sql, RowQuery.All)),
            ("PlanRows, a page", Rows(sql, new RowQuery { After = "100 ", Max = 100 })),
            ("PlanRows, a page of one status", Rows(sql, new RowQuery { Statuses = [RowStatus.Block], After = "100 ", Max = 100 })),
            ("PlanRows, a page of three statuses", Rows(sql, new RowQuery { Statuses = [RowStatus.New, RowStatus.Update, RowStatus.Block], After = "100 ", Max = 100 })),
            ("PlanRows, by id", Rows(sql, new RowQuery { Ids = ["id-4711", "id-99"] })),
            ("LockStreams (1,000)", With(bulk.LockStreams, thousand)),
            ("States (1,000)", With(bulk.States, thousand)),
            ("UpdateStreams (1,000)", With(bulk.UpdateStreams, thousand, "array_fill(2::bigint, array[1000])")),
        ];

        var text = new StringBuilder();
        var whole = new List<string>();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database));
        foreach (var (name, query) in queries)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {name}\n\n");
            for (var run = 0; run < 2; run++)
            {
                // The second run is what is kept: the first warms the cache.
                await using var connection = await source.OpenConnectionAsync(Token);
                await using var transaction = await connection.BeginTransactionAsync(Token);
                await using var command = new NpgsqlCommand("explain (analyze, buffers, timing off) " + query, connection);
                await using var reader = await command.ExecuteReaderAsync(Token);
                while (await reader.ReadAsync(Token))
                {
                    if (run > 0 && reader.GetString(0).Contains("Seq Scan on", StringComparison.Ordinal))
                    {
                        whole.Add($"{name}: {reader.GetString(0).Trim()}");
                    }

                    _ = run == 0 ? text : text.Append("    ").Append(reader.GetString(0).Length > 170 ? reader.GetString(0)[..170] + "…" : reader.GetString(0)).Append('\n');
                }
            }

            text.Append('\n');
        }

        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "QueryPlans.txt"), text.ToString(), Token);
        Assert.DoesNotContain(whole, line => Little.Contains(line[..line.IndexOf(':', StringComparison.Ordinal)], StringComparer.Ordinal));
    }

    private static StreamName Stream(int person) => StreamName.Entry(new EntryKey(Directory, EntryKind.Account, Anchor(person)));

    private static string Anchor(int person) => new Guid(EventSamples.Print(person).Value[..32]).ToString();

    private static string With(string sql, params string[] values)
    {
        for (var i = values.Length; i > 0; i--)
        {
            sql = sql.Replace($"${i}", values[i - 1], StringComparison.Ordinal);
        }

        return sql;
    }

    private static string Rows(StoreSql sql, RowQuery query)
    {
        var (text, parameters) = sql.PlanRows(Stored, query);
        return With(text, [.. parameters.Select(value => value switch
        {
            Guid id => $"'{id}'",
            string place => $"'{place}'",
            short[] statuses => $"array[{string.Join(',', statuses)}]::smallint[]",
            string[] ids => $"array['{string.Join("','", ids)}']",
            _ => $"{value}",
        })]);
    }

    private static async Task FillAsync(MartenStore store)
    {
        var metadata = new EventMetadata(new RunId(Guid.CreateVersion7()), Actor.Engine);
        foreach (var part in Enumerable.Range(0, Entries).Chunk(5_000))
        {
            await store.AppendAsync(
                [
                    .. part.Select(i => new StreamAppend(Stream(i), 0,
                        [new EntryDiscovered(true, null, AttributeSet.Of((AttributeNames.Email, $"p{i}@corp.example"), (AttributeNames.Name, $"Person {i}")), [], EventSamples.Print(i))])),
                ],
                metadata,
                Token);
        }

        await store.AppendAsync([.. Enumerable.Range(0, Entries / 10).Select(i => new StreamAppend(Stream(i), 1, [new EntryDisabled(EventSamples.Print(i))]))], metadata, Token);
        await store.AppendAsync([new StreamAppend(StreamName.Run(metadata.Run), 0, [new RunStarted(new SyncName("staff"), RunPurpose.Prepare, null, "1")])], metadata, Token);
        var other = new PlanId(Guid.CreateVersion7());
        foreach (var plan in new[] { Stored, other })
        {
            await using var writer = await store.BeginAsync(plan, Token);
            foreach (var rows in Enumerable.Range(0, Entries).Chunk(1_000))
            {
                await writer.AddAsync([.. rows.Select(Row)], Token);
            }

            var none = new PlanInputs(default, default, default);
            await writer.CommitAsync(
                new Plan
                {
                    Id = plan, Sync = new SyncName("staff"), Run = metadata.Run, PreparedAt = DateTimeOffset.UnixEpoch, Engine = "1", Sequence = 1,
                    Fingerprint = default, Inputs = none, Counts = new PlanCounts(ImmutableSortedDictionary<RowStatus, int>.Empty, 0, 0), RowCount = Entries,
                },
                [new StreamAppend(StreamName.Plan(plan), 0, [new PlanPrepared(new SyncName("staff"), default, none, 1, "1", DateTimeOffset.UnixEpoch, ImmutableSortedDictionary<string, int>.Empty)])],
                metadata,
                Token);
        }
    }

    private static PlanRow Row(int number) => new()
    {
        Id = $"id-{number}",
        Kind = RowKind.User,
        Status = number % 50 == 0 ? RowStatus.Block : number % 3 == 0 ? RowStatus.New : RowStatus.Update,
        Situation = Situation.Confirmed,
        Reason = (Reason)(number % 40),
        Text = $"Row {number}",
        Source = new RowSource(Directory, Anchor(number), $"Person {number}", $"p{number}@corp.example", null, "Corp/Users"),
        Changes = [new FieldChange(AttributeNames.Position, null, $"Engineer {number}")],
        SourcePrecondition = EventSamples.Print(number),
    };
}
