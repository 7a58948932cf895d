using System.Text.Json;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Pieces;
using SyncEngine.Bench.Runner;
using SyncEngine.Emulators;

namespace SyncEngine.Bench.Lines;

/// <summary>A thousand mixed changes (250 new, 500 updates, 250 blocks) to the emulated application without limits, beside a plain client.</summary>
internal sealed class Apply1000() : BenchLine("apply-1000", LineUnit.Time)
{
    private const int New = 250;
    private const int Updated = 500;
    private const int Blocked = 250;
    private const int Changes = New + Updated + Blocked;
    private const int People = 1_100;
    private const string Login = "sync@pyrus.example";
    private const string Key = "bench-key-of-the-emulator";

    internal override int Size(BenchWorld world) => Changes;

    internal override Task PrepareAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        CompanyLdif.Write(new BigCompany(People), world.PathOf("apply.ldif"), _ => false, i => KindOf(i) == 2);
        return Task.CompletedTask;
    }

    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        await using var emulator = await StartAsync(cancellationToken);
        var result = await world.InCopyAsync(null, database => Piece(world, emulator, "apply", "apply.ldif", database.ConnectionString), null, cancellationToken);
        Check(emulator.Requests.Count(r => r.IsWrite), Changes, "Writes sent");
        Check(emulator.Members.Count(m => m.Position == "Trainee"), 0, "Members with the old title");
        Check(emulator.Members.Count(m => m.Banned), Blocked, "Blocked members");
        var sent = emulator.Requests.Where(r => r.Path != "auth" && r.At >= result.Began && r.At <= result.Ended)
            .Select(r => new SentRequest(r.Method, r.Path, r.Query, r.Body)).ToList();
        await File.WriteAllTextAsync(world.PathOf("apply.json"), JsonSerializer.Serialize(sent), cancellationToken);
        return result;
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        await using var emulator = await StartAsync(cancellationToken);
        var result = await PieceProcess.RunAsync(Piece(world, emulator, "send", "apply.json", ""), cancellationToken);
        Check(emulator.Members.Count(m => m.Banned), Blocked, "Blocked members");
        return result;
    }

    private static PieceArguments Piece(BenchWorld world, PyrusEmulator emulator, string piece, string file, string connection) => new()
    {
        Piece = piece,
        Connection = connection,
        Path = world.PathOf(file),
        Url = emulator.BaseUrl.ToString(),
        User = Login,
        Password = Key,
    };

    private static async Task<PyrusEmulator> StartAsync(CancellationToken cancellationToken)
    {
        var emulator = await PyrusEmulator.StartAsync(
            new PyrusEmulatorOptions
            {
                Login = Login,
                SecurityKey = Key,
                RequestsPerWindow = int.MaxValue,
                CreationsPerWindow = int.MaxValue,
            },
            cancellationToken);
        for (var i = 0; i < People; i++)
        {
            if (KindOf(i) != 0)
            {
                emulator.SeedMember(new PyrusMember
                {
                    Id = 200_000 + i,
                    FirstName = BigCompany.FirstName(i),
                    LastName = BigCompany.LastName(i),
                    Email = BigCompany.Mail(i) ?? BigCompany.Login(i) + "@corp.example",
                    Position = KindOf(i) == 1 ? "Trainee" : BigCompany.Title(i),
                    Phone = BigCompany.Phone(i),
                    MobilePhone = BigCompany.Mobile(i),
                });
            }
        }

        return emulator;
    }

    /// <summary>0 new, 1 updated, 2 blocked, 3 as it should be. Only people with nothing else about them count.</summary>
    private static int KindOf(int i) => (BigCompany.RoleOf(i), i) switch
    {
        (not BigRole.InStep, _) => 3,
        (_, < New) => 0,
        (_, < New + Updated) => 1,
        (_, < 900) => 2,
        (_, < 990 + Blocked - (900 - New - Updated)) => 2,
        _ => 3,
    };
}
