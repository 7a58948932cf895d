namespace SyncEngine.Host;

/// <summary>An export of Active Directory, and a later one.</summary>
internal sealed class ExportDirectory : DemoDirectory
{
    private readonly DemoFolder folder;

    internal ExportDirectory(DemoFolder folder, DateTimeOffset now)
    {
        this.folder = folder;
        folder.Show(Files.First, now);
    }

    internal override string Name => "corp-ad";

    internal override object Settings => new { Type = "ActiveDirectory", LdifPath = Path.GetFileName(folder.Export) };

    internal override (string First, string Later) Files => ("company-1.ldif", "company-2.ldif");

    internal override string Opening => "An Active Directory export of a company, and a Pyrus that has some of its people already, and some strangers. Nothing is written yet.";

    internal override string LaterTitle => "A later export";

    internal override IReadOnlyList<string> Restarts => [];

    internal override void Change(DateTimeOffset now) => folder.Show(Files.Later, now);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
