using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Documentation.Tests.Samples;

/// <summary>The engine in a host of one's own, as README shows it. The tests run it against an export and an emulator.</summary>
internal static class EmbeddingSample
{
    internal static async Task<ApplyReport> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        // sample: embed
        var builder = Host.CreateApplicationBuilder(args);
        var configuration = builder.Configuration;
        builder.Services.AddSyncEngine(engine => engine
            .UseMarten(configuration["Store:ConnectionString"]!)
            .AddActiveDirectory("corp-ad", configuration.GetSection("Systems:corp-ad"))
            .AddPyrus("pyrus", configuration.GetSection("Systems:pyrus"))
            .AddSync("staff", sync => sync
                .From("corp-ad")
                .To("pyrus")
                .PickGroups("CN=Staff,OU=Groups,DC=corp,DC=example")
                .MapField("title", to: "position")
                .Limit("BlockAbsent", max: 20, percent: 5)));

        using var host = builder.Build();
        await host.StartAsync(cancellationToken); // checks the options; a wrong one is an error that names it
        var engine = host.Services.GetRequiredService<ISyncEngine>();
        using var progress = engine.Progress.Subscribe(step => Console.Error.WriteLine($"{step.Stage} {step.Subject} {step.Done}"));

        var plan = await engine.PrepareAsync(new SyncName("staff"), cancellationToken);
        await foreach (var row in engine.ReadRowsAsync(plan.Id, null, cancellationToken).Where(row => row.Selected))
        {
            Console.WriteLine($"{row.Status} {row.Source?.Name ?? row.Target?.Name}: {row.Text}");
        }

        // Nothing was written so far. Null means: the rows the plan has selected, as people changed them, no more and no less.
        var report = await engine.ApplyAsync(plan.Id, Actor.Person("anna@corp.example"), null, cancellationToken);
        Console.WriteLine($"{report.Count(RowResult.Applied)} rows applied, {report.Count(RowResult.Held)} held by a limit.");
        // end
        return report;
    }
}
