using SyncEngine.Emulators;

namespace SyncEngine.Host;

/// <summary>A G Suite emulator over HTTP, with the same company.</summary>
internal sealed class WorkspaceDirectory : DemoDirectory
{
    private readonly DemoFolder folder;
    private readonly GSuiteEmulator emulator;

    private WorkspaceDirectory(DemoFolder folder, GSuiteEmulator emulator)
    {
        this.folder = folder;
        this.emulator = emulator;
    }

    internal override string Name => "workspace";

    internal override object Settings => new
    {
        Type = "GSuite", BaseUrl = emulator.BaseUrl.ToString(), ServiceAccountKeyPath = Path.GetFileName(emulator.ServiceAccountKeyPath), emulator.DelegatedAdmin,
    };

    internal override (string First, string Later) Files => ("gsuite-1.json", "gsuite-2.json");

    internal override string Opening => "A company in G Suite, and a Pyrus that has some of its people already, and some strangers. Nothing is written yet.";

    internal override string LaterTitle => "Months later";

    internal override IReadOnlyList<string> Restarts => [$"emulate gsuite --port {Words.Number(emulator.BaseUrl.Port)} --data {folder.GSuiteData}"];

    internal static async Task<WorkspaceDirectory> OpenAsync(DemoFolder folder, TimeProvider time, CancellationToken cancellationToken) => new(
        folder,
        await GSuiteEmulator.StartAsync(
            new GSuiteEmulatorOptions { SeedPath = DemoFolder.Seed("gsuite-1.json"), DataPath = folder.GSuiteData, TimeProvider = time }, cancellationToken));

    internal override void Change(DateTimeOffset now) => emulator.ChangeTo(DemoFolder.Seed(Files.Later));

    public override ValueTask DisposeAsync() => emulator.DisposeAsync();
}
