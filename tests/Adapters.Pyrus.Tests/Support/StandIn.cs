using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

/// <summary>A Pyrus that answers fixed texts, for answers the emulator would never give. No network.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly PyrusConnection connection;
    private readonly HttpClient http;

    private StandIn(PyrusConnection connection, HttpClient http)
    {
        this.connection = connection;
        this.http = http;
    }

    public static Task<StandIn> StartAsync(
        string type = "user", string? members = """[{"id":1,"type":"user","email":"self@corp.example","rights":5}]""", string? roles = "[]", string? departments = "[]")
    {
        return StartAsync(path => path switch
        {
            "auth" => """{"access_token":"t"}""",
            "profile" => """{"person_id":1,"organization_id":"5"}""",
            "members" => members is null ? "{}" : $$"""{"members":{{members}}}""",
            "roles" => roles is null ? "{}" : $$"""{"roles":{{roles}}}""",
            "orgchart" => departments is null ? "{}" : $$"""{"departments":{{departments}}}""",
            "members/1" => $$"""{"id":1,"type":"{{type}}"}""",
            _ => null,
        });
    }

    /// <summary>Answers by path below the base; null gives a 404 as for an unknown route.</summary>
    public static Task<StandIn> StartAsync(Func<string, string?> answer)
    {
        var client = new HttpClient(new Handler(answer));
        var options = new PyrusOptions { BaseUrl = "https://pyrus.corp.example/api/v4", Login = "self@corp.example", SecurityKey = "k" };
        return Task.FromResult(new StandIn(
            new PyrusConnection(new SystemName(Rig.Name), options, () => client, TimeProvider.System, NullLoggerFactory.Instance), client));
    }

    public async Task<Reading> ReadAsync()
    {
        var records = new List<SourceRecord>();
        Receipt? receipt = null;
        await foreach (var batch in new PyrusSource(connection).ReadAsync(new ReadRequest(), Rig.Ct))
        {
            records.AddRange(batch.Records);
            receipt = batch.Receipt;
        }

        return new Reading(records, receipt!);
    }

    public async Task<Confirmation> ConfirmAsync(EntryKey key) => Assert.Single(await new PyrusSource(connection).ConfirmAsync([key], Rig.Ct));

    public Task<Outcome> ApplyAsync(Change change) => new PyrusTarget(connection).ApplyAsync(change, new IdempotencyKey("key"), Rig.Ct);

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Handler(Func<string, string?> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath["/api/v4/".Length..];
            var json = answer(path);
            return Task.FromResult(new HttpResponseMessage(json is null ? HttpStatusCode.NotFound : HttpStatusCode.OK)
            {
                Content = new StringContent(json ?? """{"Message":"No HTTP resource was found."}""", Encoding.UTF8, "application/json"),
            });
        }
    }
}
