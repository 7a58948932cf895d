using SyncEngine.Emulators;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.Crash;

/// <summary>Plays the company up to the moment before the plan with the twenty rows is applied, and keeps that moment: the application as a file, the plan.</summary>
internal sealed class Rehearsal : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("syncengine-crash-");

    private Rehearsal(bool handsOver) => HandsOver = handsOver;

    /// <summary>Whether the plan hands the work of leavers over, by dismissal, before it blocks them.</summary>
    internal bool HandsOver { get; }

    /// <summary>The plan.</summary>
    internal PlanInFull Plan { get; private set; } = null!;

    /// <summary>The rows that are applied.</summary>
    internal IReadOnlyList<PlanRow> Rows => [.. Plan.Rows.Where(row => row.Selected || row is { Kind: RowKind.Department, Effects.Length: > 0 })];

    /// <summary>How many writes those rows show. All who come into a role for one group's sake are one write, and so are all who leave it.</summary>
    internal int Writes => Rows.Where(row => row.Kind != RowKind.Membership).Sum(row => row.Effects.Count(effect => effect != Effect.Link))
        + Rows.Where(row => row.Kind == RowKind.Membership).DistinctBy(row => (row.Group, row.Effects[0])).Count();

    private string SeedPath => Path.Combine(folder.FullName, "pyrus.json");

    /// <param name="host">Gives an engine over the store to play with, for the directory of a stage, and whether work is handed over at that stage.</param>
    /// <param name="handsOver">Whether it is at the last one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<Rehearsal> PlayAsync(Func<Testing.ScriptedSource, PyrusEmulator, bool, Host> host, bool handsOver, CancellationToken cancellationToken)
    {
        var rehearsal = new Rehearsal(handsOver);
        await using var pyrus = await PyrusEmulator.StartAsync(new PyrusEmulatorOptions { DataPath = rehearsal.SeedPath }, cancellationToken);
        await using (var before = host(TwentyRows.Before(), pyrus, false))
        {
            await before.SyncAsync(cancellationToken);
        }

        foreach (var role in new[] { "Editors", "Sales" })
        {
            pyrus.SeedRole(new PyrusRole { Name = role, MemberIds = [.. new[] { "rosa", "lea", "zoe" }.Select(login => pyrus.FindMember($"{login}@corp.example")!.Id)] });
        }

        await using (var leave = host(TwentyRows.OnLeave(), pyrus, false))
        {
            await leave.SyncAsync(cancellationToken);
        }

        foreach (var (login, first) in new[] { ("bea", "Bea"), ("ben", "Ben"), ("max", "Max") })
        {
            pyrus.SeedMember(new PyrusMember { FirstName = first, LastName = "Novak", Email = $"{login}@corp.example" });
        }

        pyrus.SeedMember(new PyrusMember { FirstName = "Guest", Email = "guest@other.example" });
        await using var after = host(TwentyRows.After(), pyrus, handsOver);
        rehearsal.Plan = await after.PrepareAsync(cancellationToken);
        return rehearsal;
    }

    /// <summary>The application as it was at that moment; one that nobody else uses.</summary>
    internal Task<PyrusEmulator> ApplicationAsync(TimeProvider time, CancellationToken cancellationToken) =>
        PyrusEmulator.StartAsync(new PyrusEmulatorOptions { SeedPath = SeedPath, TimeProvider = time }, cancellationToken);

    public void Dispose() => folder.Delete(recursive: true);
}
