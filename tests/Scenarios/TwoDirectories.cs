using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;

namespace SyncEngine.Scenarios;

/// <summary>A company with an older and a newer directory: <c>corp-ad</c> has the first word, <c>workspace</c> the second.</summary>
internal sealed class TwoDirectories : IDisposable
{
    internal TwoDirectories(Action<SyncOptions>? configure = null, bool workspaceFirst = false)
    {
        Workspace = new ScriptedSource(new SystemName("workspace"), new SourceRecord
        {
            Kind = EntryKind.Unit, Anchor = "ou-users", Attributes = AttributeSet.Of((AttributeNames.Name, "Users")),
        });
        World = new World(
            sync =>
            {
                sync.From(workspaceFirst ? "workspace" : "corp-ad", workspaceFirst ? "corp-ad" : "workspace");
                configure?.Invoke(sync);
            },
            more: (services, _) => services.AddSyncEngine(engine => engine.AddScriptedSource(Workspace)));
    }

    internal World World { get; }

    internal ScriptedSource Workspace { get; }

    /// <summary>Somebody in the newer directory, with the same address as the login's in the older one.</summary>
    internal void Join(string login, string first = "Ada", string last = "Novak", string? title = null, string? email = null, string unit = "ou-users") =>
        Workspace.Records.Add(new SourceRecord
        {
            Kind = EntryKind.Account,
            Anchor = $"w-{login}",
            Parent = unit,
            Attributes = AttributeSet.Of(
                (AttributeNames.Login, email ?? $"{login}@corp.example"), (AttributeNames.FirstName, first), (AttributeNames.LastName, last),
                (AttributeNames.Email, email ?? $"{login}@corp.example"), (AttributeNames.Title, title)),
        });

    internal void EditInWorkspace(string login, Func<SourceRecord, SourceRecord> edit)
    {
        var at = Workspace.Records.FindIndex(r => r.Anchor == $"w-{login}");
        Workspace.Records[at] = edit(Workspace.Records[at]);
    }

    internal void Leave(string login) => Workspace.Records.RemoveAll(r => r.Anchor == $"w-{login}");

    internal void WorkspaceGroup(string anchor, string name, params string[] members) => Workspace.Records.Add(new SourceRecord
    {
        Kind = EntryKind.Group, Anchor = anchor, Members = [.. members], Attributes = AttributeSet.Of((AttributeNames.Name, name)),
    });

    internal void Disable(string login) => World.Edit($"guid-{login}", r => r with { Enabled = false });

    internal bool HasAccess(string login) => World.AccountOf($"{login}@corp.example") is { Enabled: true };

    public void Dispose() => World.Dispose();
}
