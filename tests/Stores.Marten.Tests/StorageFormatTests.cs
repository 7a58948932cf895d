using System.Globalization;
using Npgsql;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>
/// What is stored must be readable by every later version. The files in <c>Approved/</c> say what is stored today: a line that changes
/// or goes is a broken promise to every database there is; a line that comes is a new event.
/// </summary>
public sealed class StorageFormatTests(SharedStore shared) : IClassFixture<SharedStore>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_names_of_events_are_those_approved() =>
        AssertApproved("EventNames.txt", EngineEvents.Map.All.Select(e => $"{e.Key} {e.Value.Name}"));

    [Theory]
    [InlineData("")]
    [InlineData("tr-TR")]
    public async Task One_event_of_each_type_is_stored_as_approved_under_any_culture(string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        var store = await shared.EmptyAsync();
        await store.AppendAsync(
            [new StreamAppend(StreamName.Sync(new SyncName("staff")), 0, [.. EventSamples.All])],
            new EventMetadata(new RunId(Guid.Parse("0197a1b2-0000-7000-8000-000000000009")), Actor.Person("anna@corp.example")),
            Token);

        AssertApproved("StoredEvents.txt", await TextsAsync(
            "select type || ' ' || data::text from syncengine.mt_events where type <> 'tombstone' order by type collate \"C\""));
        AssertApproved("StoredMetadata.txt", await TextsAsync(
            "select distinct concat_ws(' ', stream_id, correlation_id, user_name) from syncengine.mt_events where type <> 'tombstone'"));
    }

    [Fact]
    public async Task The_tables_and_their_columns_are_those_approved() => AssertApproved("Tables.txt", await TextsAsync(
        """
        select concat_ws(' ', table_name, column_name, data_type) from information_schema.columns
        where table_schema = 'syncengine' order by table_name collate "C", column_name collate "C"
        """));

    [Fact]
    public void Events_as_stored_today_can_be_read()
    {
        foreach (var line in File.ReadAllLines(Approved("StoredEvents.txt")))
        {
            var (name, json) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var read = System.Text.Json.JsonSerializer.Deserialize(json, EngineEvents.Map.TypeOf(name), EngineJson.Options);

            Assert.Equal(
                System.Text.Json.JsonSerializer.Serialize(EventSamples.All.Single(e => EngineEvents.Map.NameOf(e.GetType()) == name), EngineEvents.Map.TypeOf(name), EngineJson.Options),
                System.Text.Json.JsonSerializer.Serialize(read, EngineEvents.Map.TypeOf(name), EngineJson.Options));
        }
    }

    private static string Approved(string file) => Path.Combine(AppContext.BaseDirectory, "Approved", file);

    private static void AssertApproved(string file, IEnumerable<string> lines)
    {
        var received = string.Join('\n', lines) + "\n";
        if (!File.Exists(Approved(file)) || received != File.ReadAllText(Approved(file)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Approved(file))!);
            File.WriteAllText(Approved(file) + ".received", received);
            Assert.Fail($"What is stored is not what was approved. Compare Approved/{file} in the sources with {Approved(file)}.received; copy it over if the change is meant.");
        }
    }

    private async Task<List<string>> TextsAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(shared.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var texts = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
