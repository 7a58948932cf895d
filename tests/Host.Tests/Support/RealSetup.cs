using System.Text.Json;
using SyncEngine.Emulators;
using SyncEngine.TestSupport;

namespace SyncEngine.Host.Tests;

/// <summary>What a user has: a folder with a configuration and an export, a Pyrus over HTTP, a PostgreSQL.</summary>
internal sealed class RealSetup : IAsyncDisposable
{
    private readonly TestDatabase database;

    private RealSetup(PyrusEmulator pyrus, TestDatabase database)
    {
        Pyrus = pyrus;
        this.database = database;
        Systems["corp-ad"] = new Dictionary<string, object> { ["Type"] = "ActiveDirectory", ["LdifPath"] = "export.ldif" };
        Systems["pyrus"] = new Dictionary<string, object>
        {
            ["Type"] = "Pyrus", ["BaseUrl"] = pyrus.BaseUrl.ToString(), ["Login"] = pyrus.Login, ["SecurityKey"] = pyrus.SecurityKey,
        };
    }

    internal TempFolder Folder { get; } = new();

    internal PyrusEmulator Pyrus { get; }

    internal Dictionary<string, Dictionary<string, object>> Systems { get; } = [];

    /// <summary>More keys of the sync.</summary>
    internal Dictionary<string, object> Sync { get; } = new(StringComparer.Ordinal) { ["Source"] = "corp-ad", ["Target"] = "pyrus" };

    internal string ConnectionString => database.ConnectionString;

    internal int Writes => Pyrus.Requests.Count(request => request.IsWrite);

    internal static async Task<RealSetup> OpenAsync() => new(
        await PyrusEmulator.StartAsync(new PyrusEmulatorOptions(), TestContext.Current.CancellationToken),
        await TestPostgres.CreateDatabaseAsync(TestContext.Current.CancellationToken));

    internal void Export(LdifCompany company) => Folder.Write("export.ldif", company.ToString());

    /// <summary>Runs the console in this process, against everything real.</summary>
    internal Task<ConsoleRun> CallAsync(params string[] args)
    {
        Configure();
        var console = new TestConsole { WorkingFolder = Folder.Path };
        console.Environment["SYNCENGINE_Store__ConnectionString"] = database.ConnectionString;
        return console.RunAsync(args);
    }

    /// <summary>Runs the console as a process of its own.</summary>
    internal Task<ConsoleRun> RunAsync(params string[] args)
    {
        Configure();
        return HostProcess.RunAsync(
            Folder.Path, new Dictionary<string, string> { ["SYNCENGINE_Store__ConnectionString"] = database.ConnectionString }, args);
    }

    /// <summary>Starts the console as a process that goes on.</summary>
    internal HostProcess Start(params string[] args)
    {
        Configure();
        return HostProcess.Start(Folder.Path, new Dictionary<string, string> { ["SYNCENGINE_Store__ConnectionString"] = database.ConnectionString }, args);
    }

    public async ValueTask DisposeAsync()
    {
        await Pyrus.DisposeAsync();
        await database.DisposeAsync();
        Folder.Dispose();
    }

    private void Configure() => Folder.Write("syncengine.json", JsonSerializer.Serialize(new
    {
        Systems,
        Syncs = new { staff = Sync },
    }));
}
