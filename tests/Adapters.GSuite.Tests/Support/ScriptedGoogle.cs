using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests;

/// <summary>A Google that answers what a test says, for answers that the emulator would never give. No network.</summary>
internal sealed class ScriptedGoogle : IDisposable
{
    internal const string Customer = "C03az79cb";
    private readonly KeyFile key = new();
    private readonly HttpClient http;
    private readonly Func<string, HttpResponseMessage?> answer;

    /// <param name="answer">The answer for a path with its query below <c>admin/directory/v1/</c>; null gives an empty object. <c>token</c> may be answered too.</param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="time">The clock.</param>
    internal ScriptedGoogle(Func<string, HttpResponseMessage?> answer, Action<GSuiteOptions>? configure = null, TimeProvider? time = null)
    {
        this.answer = answer;
        http = new HttpClient(new BufferingHandler(GSuiteOptions.ResponseMegabytesMaxDefault * 1024L * 1024) { InnerHandler = new Handler(this) });
        var options = new GSuiteOptions { ServiceAccountKeyPath = key.Path, DelegatedAdmin = "admin@corp.example", Concurrency = 1 };
        configure?.Invoke(options);
        Connection = new GSuiteConnection(new SystemName(Rig.Name), options, () => http, time ?? TimeProvider.System, NullLoggerFactory.Instance);
    }

    /// <summary>Paths with their queries, unescaped, in the order asked.</summary>
    internal ConcurrentQueue<string> Asked { get; } = new();

    internal GSuiteConnection Connection { get; }

    internal GSuiteSource Source => new(Connection);

    internal static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    internal static HttpResponseMessage Refusal(int status, string reason, string message = "no") =>
        Json($$"""{"error":{"code":{{status}},"message":"{{message}}","errors":[{"domain":"global","reason":"{{reason}}","message":"{{message}}"}] } }""", (HttpStatusCode)status);

    internal async Task<Reading> ReadAsync(int batchSize = 500)
    {
        var records = new List<SourceRecord>();
        Receipt? receipt = null;
        await foreach (var batch in Source.ReadAsync(new ReadRequest { BatchSize = batchSize }, Rig.Ct))
        {
            records.AddRange(batch.Records);
            receipt = batch.Receipt;
        }

        return new Reading(records, receipt!);
    }

    public void Dispose()
    {
        Connection.Dispose();
        http.Dispose();
        key.Dispose();
    }

    private sealed class Handler(ScriptedGoogle google) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = request.RequestUri!.AbsolutePath == "/token" ? "token" : Uri.UnescapeDataString(request.RequestUri.PathAndQuery["/admin/directory/v1/".Length..]);
            google.Asked.Enqueue(path);

            // Never ready at once: what is asked for ahead really runs beside what is used.
            await Task.Yield();
            return google.answer(path) ?? Json(path == "token" ? """{"access_token":"t","expires_in":3599}""" : "{}");
        }
    }
}
