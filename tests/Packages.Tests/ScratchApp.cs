using System.Xml.Linq;

namespace SyncEngine.Packages.Tests;

/// <summary>An app outside of the repository that knows the packages only: it builds, runs, and prepares and applies a plan.</summary>
public sealed class ScratchApp(PackedPackages packages)
{
    private const string Program = """
        using Microsoft.Extensions.DependencyInjection;
        using SyncEngine;
        using SyncEngine.Capture;
        using SyncEngine.Model;
        using SyncEngine.Testing;

        var directory = new ScriptedSource(new SystemName("corp-ad"),
            new SourceRecord { Kind = EntryKind.Unit, Anchor = "ou", Attributes = AttributeSet.Of((AttributeNames.Name, "Users")) },
            new SourceRecord
            {
                Kind = EntryKind.Account, Anchor = "ada", Parent = "ou",
                Attributes = AttributeSet.Of((AttributeNames.FirstName, "Ada"), (AttributeNames.Email, "ada@corp.example")),
            });
        var application = new ScriptedTarget(new SystemName("pyrus"));
        using var services = new ServiceCollection()
            .AddSyncEngine(engine => engine
                .UseInMemoryStore()
                .AddScriptedSource(directory)
                .AddScriptedTarget(application)
                .AddSync("staff", sync => sync.From("corp-ad").To("pyrus")))
            .BuildServiceProvider();
        var engine = services.GetRequiredService<ISyncEngine>();
        var plan = await engine.PrepareAsync(new SyncName("staff"), CancellationToken.None);
        await engine.ApplyAsync(plan.Id, Actor.Person("anna"), null, CancellationToken.None);
        Console.WriteLine($"accounts: {application.Contents.Count}");
        """;

    [Fact]
    public async Task An_app_builds_and_runs_against_the_packages_alone()
    {
        var folder = Directory.CreateDirectory(Path.Combine(packages.Folder, "scratch")).FullName;
        var version = Path.GetFileNameWithoutExtension(packages.PathOf("SyncEngine.Core"))["SyncEngine.Core.".Length..];
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"), new XElement("TargetFramework", "net10.0"), new XElement("ImplicitUsings", "enable"),
                new XElement("RestoreAdditionalProjectSources", packages.Folder), new XElement("RestorePackagesPath", Path.Combine(packages.Folder, "restored"))),
            new XElement(
                "ItemGroup",
                new XElement("PackageReference", new XAttribute("Include", "SyncEngine.Testing"), new XAttribute("Version", version)),
                new XElement("PackageReference", new XAttribute("Include", "Microsoft.Extensions.DependencyInjection"), new XAttribute("Version", "10.0.15"))))
            .Save(Path.Combine(folder, "scratch.csproj"));
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Program, TestContext.Current.CancellationToken);
        var output = await PackedPackages.RunAsync(folder, "run", "--project", "scratch.csproj");
        Assert.Contains("accounts: 1", output, StringComparison.Ordinal);
    }
}
