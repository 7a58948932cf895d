using SyncEngine.Emulators;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>What the acts play on: the folder with the directory, a Pyrus emulator over HTTP, and the engine put together from the configuration file, as any user's.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    internal const string SyncText = "staff";
    private const int ColumnsDefault = 120;
    private readonly EngineSession session;

    private DemoStage(CommandContext context, DemoFolder folder, DemoDirectory directory, PyrusEmulator emulator, EngineSession session)
    {
        Context = context;
        Folder = folder;
        Directory = directory;
        Emulator = emulator;
        this.session = session;
    }

    internal static SyncName Sync { get; } = new(SyncText);

    internal CommandContext Context { get; }

    internal DemoFolder Folder { get; }

    internal DemoDirectory Directory { get; }

    internal PyrusEmulator Emulator { get; }

    /// <summary>Commands as a user types them, who has the configuration where it is looked for.</summary>
    internal Hints Hints => Hints.Of(Context, withConfiguration: false);

    internal ISyncEngine Engine => session.Engine;

    /// <summary>Requests that change data, as the emulator received them.</summary>
    internal int Writes => Emulator.Requests.Count(request => request.IsWrite);

    internal static async Task<DemoStage> OpenAsync(CommandContext outer, DemoFolder folder, bool gsuite, CancellationToken cancellationToken)
    {
        var time = outer.Around.Time;
        DemoDirectory directory = gsuite ? await WorkspaceDirectory.OpenAsync(folder, time, cancellationToken) : new ExportDirectory(folder, outer.Now);
        PyrusEmulator? emulator = null;
        try
        {
            emulator = await PyrusEmulator.StartAsync(
                new PyrusEmulatorOptions { SeedPath = DemoFolder.PyrusSeed, DataPath = folder.PyrusData, TimeProvider = time }, cancellationToken);
            folder.Configure(directory, emulator.BaseUrl.ToString(), emulator.Login, emulator.SecurityKey);
            var context = new CommandContext(
                outer.Options with { Config = folder.Configuration },
                outer.Around with { Columns = outer.Around.Columns ?? ColumnsDefault, Environment = WithoutSettings(outer.Around.Environment) });
            var configuration = ConfigurationLoader.Load(folder.Configuration, context.Around);
            return new DemoStage(context, folder, directory, emulator, await EngineComposition.OpenAsync(configuration, context, durable: false));
        }
        catch
        {
            await using (directory)
            await using (emulator)
            {
                throw;
            }
        }
    }

    /// <summary>A person's own settings belong to the person's own configuration, not to the demo's.</summary>
    internal static Dictionary<string, string> WithoutSettings(IReadOnlyDictionary<string, string> environment) =>
        environment.Where(e => !IsSetting(e.Key)).ToDictionary(StringComparer.Ordinal);

    internal static bool IsSetting(string variable) =>
        variable.StartsWith(EnvironmentKeys.Prefix, StringComparison.OrdinalIgnoreCase) && variable.Contains("__", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await Emulator.DisposeAsync();
        await Directory.DisposeAsync();
    }
}
