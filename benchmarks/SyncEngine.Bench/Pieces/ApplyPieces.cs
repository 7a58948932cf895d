using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Bench.Pieces;

/// <summary>A thousand changes to the application: by a sync, and by a plain client that sends the same requests.</summary>
internal static class ApplyPieces
{
    internal static async Task<PieceResult> ApplyAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSyncEngine(engine =>
        {
            engine.UseMarten(arguments.Connection);
            engine.AddActiveDirectory(BigCompany.Directory, options => options.LdifPath = arguments.Path);
            engine.AddPyrus(BigCompany.Application, options =>
            {
                options.BaseUrl = arguments.Url;
                options.Login = arguments.User;
                options.SecurityKey = arguments.Password;
            });
            engine.AddSync(BenchEngine.Sync.Value, sync =>
            {
                sync.From(BigCompany.Directory).To(BigCompany.Application);
                sync.Map[AttributeNames.Department] = "";
                sync.Limits["Block"] = new LimitOptions { Max = 10_000, Percent = 100, Floor = 10_000 }; // nobody is linked yet: any share is too large
            });
        });
        await using var provider = services.BuildServiceProvider();
        var engine = provider.GetRequiredService<ISyncEngine>();
        var plan = await engine.PrepareAsync(BenchEngine.Sync, cancellationToken);
        return await Measured.RunAsync(async () =>
        {
            var report = await engine.ApplyAsync(plan.Id, Actor.Person("bench"), null, cancellationToken);
            if (report.Suspended is { } why)
            {
                throw new BenchException($"The apply stopped: {why}");
            }

            return report.Outcomes.Count(o => o.Result == RowResult.Applied);
        });
    }

    /// <summary>Signs in and sends what was recorded, one request after the other, reading every answer.</summary>
    internal static async Task<PieceResult> SendAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        var requests = JsonSerializer.Deserialize<List<SentRequest>>(await File.ReadAllTextAsync(arguments.Path, cancellationToken))!;
        using var client = new HttpClient();
        return await Measured.RunAsync(async () =>
        {
            using var signedIn = await client.PostAsJsonAsync(
                new Uri(arguments.Url + "auth"), new { login = arguments.User, security_key = arguments.Password }, cancellationToken);
            using var answer = JsonDocument.Parse(await signedIn.Content.ReadAsByteArrayAsync(cancellationToken));
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.RootElement.GetProperty("access_token").GetString());
            var api = answer.RootElement.GetProperty("api_url").GetString()!;
            foreach (var request in requests)
            {
                using var message = new HttpRequestMessage(new HttpMethod(request.Method), api + request.Path + request.Query);
                if (request.Body.Length > 0)
                {
                    message.Content = new StringContent(request.Body, Encoding.UTF8, "application/json");
                }

                using var response = await client.SendAsync(message, cancellationToken);
                await response.Content.ReadAsByteArrayAsync(cancellationToken);
                response.EnsureSuccessStatusCode();
            }

            return requests.Count;
        });
    }
}

/// <summary>One request as the emulator recorded it.</summary>
internal sealed record SentRequest(string Method, string Path, string Query, string Body);
