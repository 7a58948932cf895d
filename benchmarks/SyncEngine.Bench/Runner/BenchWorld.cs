using System.Diagnostics;
using System.Globalization;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Pieces;
using SyncEngine.Bench.Server;

namespace SyncEngine.Bench.Runner;

/// <summary>What the lines of one run share: the server, the company's files, and databases that are made once and then copied.</summary>
internal sealed class BenchWorld(int size, BenchServer server) : IAsyncDisposable
{
    internal const int CopyBatch = 5_000;

    /// <summary>Each 1,000th person changes.</summary>
    private const int ChangedOf = 1_000;

    private readonly List<BenchDatabase> kept = [];
    private BenchDatabase? imported;
    private BenchDatabase? populated;

    internal int Size => size;

    internal BenchServer Server => server;

    internal BigCompany Company { get; } = new(size);

    /// <summary>People, groups with Domain Users, units with Groups and Users.</summary>
    internal long Entries => size + Company.Groups + 1 + Company.Units + 2;

    internal int Changed => Enumerable.Range(0, size).Count(IsChanged);

    internal static void Say(string text) => Console.Error.WriteLine(text);

    internal string Ldif() => File("company.ldif", path => CompanyLdif.Write(Company, path, _ => false));

    internal string ChangedLdif() => File("company-changed.ldif", path => CompanyLdif.Write(Company, path, IsChanged));

    internal string PathOf(string name) => Path.Combine(server.Folder, name);

    internal PieceArguments Piece(string piece, BenchDatabase? database = null) => new()
    {
        Piece = piece,
        Size = size,
        Connection = database?.ConnectionString ?? "",
        Path = Ldif(),
    };

    /// <summary>The company's directory imported, and the tables as the server keeps them after a while. Not to be written to.</summary>
    internal async Task<BenchDatabase> ImportedAsync(CancellationToken cancellationToken)
    {
        if (imported is null)
        {
            Say("  importing once, to copy from");
            imported = await server.CreateAsync(null, cancellationToken);
            kept.Add(imported);
            await PieceProcess.RunAsync(Piece("capture", imported), cancellationToken);
            await imported.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        }

        return imported;
    }

    /// <summary>As <see cref="ImportedAsync"/>, with the application's accounts read and the people linked to them.</summary>
    internal async Task<BenchDatabase> PopulatedAsync(CancellationToken cancellationToken)
    {
        if (populated is null)
        {
            populated = await server.CreateAsync(await ImportedAsync(cancellationToken), cancellationToken);
            kept.Add(populated);
            Say("  linking people to accounts, and reading the accounts once");
            await PieceProcess.RunAsync(Piece("link", populated), cancellationToken);
            await PieceProcess.RunAsync(Piece("prepare", populated) with { Accounts = size }, cancellationToken);
            await populated.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        }

        return populated;
    }

    /// <summary>Measures a piece over a copy of a database (or an empty one), which is dropped afterwards.</summary>
    internal async Task<PieceResult> InCopyAsync(
        BenchDatabase? template, Func<BenchDatabase, PieceArguments> piece, Func<BenchDatabase, Task>? check, CancellationToken cancellationToken)
    {
        await using var database = await server.CreateAsync(template, cancellationToken);
        var result = await PieceProcess.RunAsync(piece(database), cancellationToken);
        if (check is not null)
        {
            await check(database);
        }

        return result;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in kept)
        {
            await database.DisposeAsync();
        }
    }

    private static bool IsChanged(int i) => i % ChangedOf == 7;

    private string File(string name, Action<string> write)
    {
        var path = PathOf(name);
        if (!System.IO.File.Exists(path))
        {
            var watch = Stopwatch.StartNew();
            write(path);
            Say(string.Create(CultureInfo.InvariantCulture, $"  wrote {name}, {new FileInfo(path).Length >> 20} MB, in {watch.Elapsed.TotalSeconds:F1} s"));
        }

        return path;
    }
}
