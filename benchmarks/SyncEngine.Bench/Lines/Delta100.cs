using System.Globalization;
using System.Text;
using SyncEngine.Bench.Runner;
using SyncEngine.Bench.Server;
using SyncEngine.DemoCompany;
using SyncEngine.DemoCompany.Large;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Bench.Lines;

/// <summary>
/// A hundred people get other titles: from the cursor of the last reading to committed events, beside a full reading of the same domain. Of 50,000 people
/// unless another size is asked for.
/// </summary>
internal sealed class Delta100() : BenchLine("delta-100", LineUnit.Time), IAsyncDisposable
{
    private const int SizeMax = 50_000;
    private const int Changes = 100;
    private const string Schema = MartenStoreOptions.SchemaDefault;
    private readonly List<string> people = [];
    private SambaDomain? domain;
    private BenchDatabase? imported;
    private int round;

    internal override int Size(BenchWorld world) => Math.Min(world.Size, SizeMax);

    internal override async Task PrepareAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var size = Size(world);
        domain = await BenchDomain.StartAsync(size, cancellationToken);
        people.AddRange(LargeCompany.Build(size).People.Where((_, i) => i % (size / Changes) == 0).Take(Changes)
            .Select(p => p.Dn.Replace(Domain.Root, SambaDomain.BaseDn, StringComparison.Ordinal)));
        imported = await world.Server.CreateAsync(null, cancellationToken);
        var first = await PieceProcess.RunAsync(Piece("capture", imported), cancellationToken);
        await imported.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        BenchWorld.Say(string.Create(CultureInfo.InvariantCulture, $"  first read: {first.Seconds:F3} s, {first.Count} entries"));
    }

    internal override Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        // Two rounds of changes to the same people: the first warms up.
        var changes = world.PathOf("changes");
        var titles = new[] { ++round, ++round }.Select(number => string.Create(CultureInfo.InvariantCulture, $"Title of round {number}.")).ToArray();
        File.WriteAllText($"{changes}0.ldif", Titles(titles[0]));
        File.WriteAllText($"{changes}1.ldif", Titles(titles[1]));
        return world.InCopyAsync(
            imported,
            database => Piece("delta", database) with { Path = changes, PasswordFile = domain!.PasswordFile, WarmUps = 1 },
            async database => Check(
                await database.ScalarAsync<long>(
                    $"select count(*) from {Schema}.mt_events where stream_id like 'entry:%' and data::text like '%{titles[1]}%'", cancellationToken),
                Changes,
                "Entries changed"),
            cancellationToken);
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) =>
        await world.InCopyAsync(imported, database => Piece("capture", database), null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (imported is not null)
        {
            await imported.DisposeAsync();
        }

        if (domain is not null)
        {
            await domain.DisposeAsync();
        }
    }

    private PieceArguments Piece(string piece, BenchDatabase database) =>
        BenchDomain.Piece(piece, domain!) with { Connection = database.ConnectionString };

    private string Titles(string title)
    {
        var text = new StringBuilder();
        foreach (var dn in people)
        {
            text.Append("dn:: ").Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(dn)))
                .Append("\nchangetype: modify\nreplace: title\ntitle: ").Append(title).Append("\n\n");
        }

        return text.ToString();
    }
}
