using System.IO.Compression;
using System.Xml.Linq;

namespace SyncEngine.Packages.Tests;

/// <summary>What a user gets from a package: description, licence, README, icon, documentation, and no dependency that is not meant.</summary>
public sealed class PackageContents(PackedPackages packages)
{
    private static readonly Dictionary<string, string> DependenciesAllowed = new(StringComparer.Ordinal)
    {
        ["SyncEngine.Core"] = @"^(Microsoft\.Extensions\..+|System\.Reactive|Scrutor|AnyAscii)$",
        ["SyncEngine.Marten"] = @"^(SyncEngine\.Core|Marten|Npgsql|Microsoft\.Extensions\..+)$",
        ["SyncEngine.EmbeddedPostgres"] = @"^(SyncEngine\.Core|MysticMind\.PostgresEmbed|Npgsql|Microsoft\.Extensions\..+)$",
        ["SyncEngine.Adapters.ActiveDirectory"] = @"^(SyncEngine\.Core|Microsoft\.Extensions\..+)$",
        ["SyncEngine.Adapters.GSuite"] = @"^(SyncEngine\.Core|Google\.Apis\.Auth|Microsoft\.Extensions\..+)$",
        ["SyncEngine.Adapters.Pyrus"] = @"^(SyncEngine\.Core|Microsoft\.Extensions\..+)$",
        ["SyncEngine.Emulators"] = @"^(SyncEngine\.Core|Microsoft\.Extensions\..+)$",
        ["SyncEngine.Testing"] = @"^(SyncEngine\.Core|xunit\.v3\.(extensibility\.core|assert)|Microsoft\.Extensions\..+)$",
    };

    public static TheoryData<string> Names => [.. PackedPackages.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_is_complete(string name)
    {
        using var package = ZipFile.OpenRead(packages.PathOf(name));
        var metadata = Nuspec(package).Descendants().First(e => e.Name.LocalName == "metadata");
        string Value(string element) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == element)?.Value ?? "";

        Assert.True(Value("description").Length > 40, $"description: '{Value("description")}'");
        Assert.DoesNotContain("Package Description", Value("description"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("MIT", Value("license"));
        Assert.NotEqual("", Value("tags"));
        Assert.DoesNotContain(";", Value("tags"), StringComparison.Ordinal);
        Assert.True(package.GetEntry("README.md")!.Length > 400, "the README says too little");
        Assert.NotNull(package.GetEntry("icon.png"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.dll"));
        Assert.True(package.GetEntry($"lib/net10.0/{name}.xml")!.Length > 500, "no documentation");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_depends_only_on_what_is_meant(string name)
    {
        using var package = ZipFile.OpenRead(packages.PathOf(name));
        var dependencies = Nuspec(package).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value);
        Assert.All(dependencies, dependency => Assert.Matches(DependenciesAllowed[name], dependency));
    }

    private static XDocument Nuspec(ZipArchive package)
    {
        using var stream = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }
}
