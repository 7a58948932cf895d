using System.Globalization;
using SyncEngine.Bench.Runner;
using SyncEngine.Bench.Server;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Bench.Lines;

/// <summary>
/// A full read of a domain controller in which nothing changed, beside ldapsearch reading the same entries and attributes. Of 10,000 people at
/// most: more take Samba minutes to load, and it serves them no faster.
/// </summary>
internal sealed class NoChangeLdap() : BenchLine("no-change-ldap", LineUnit.Time), IAsyncDisposable
{
    internal const int SizeMax = 10_000;

    private SambaDomain? domain;
    private BenchDatabase? imported;

    internal override int Size(BenchWorld world) => Math.Min(world.Size, SizeMax);

    internal override async Task PrepareAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        domain = await BenchDomain.StartAsync(Size(world), cancellationToken);
        imported = await world.Server.CreateAsync(null, cancellationToken);
        var first = await PieceProcess.RunAsync(Piece(imported) with { WarmUps = 0 }, cancellationToken);
        await imported.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        BenchWorld.Say(string.Create(CultureInfo.InvariantCulture, $"  first read: {first.Seconds:F3} s, {first.Count} entries"));
    }

    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var result = await world.InCopyAsync(
            imported,
            Piece,
            async database => Check(
                await database.ScalarAsync<long>($"select count(*) from {MartenStoreOptions.SchemaDefault}.mt_doc_entry where mt_version > 1", cancellationToken),
                0,
                "Entries changed"),
            cancellationToken);
        Check(result.Count >= Size(world) ? 1 : 0, 1, "Everyone seen");
        return result;
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) =>
        await BenchDomain.Search(domain!).ReadAsync(LdapSearch.Paged, [], cancellationToken);

    /// <summary>The engine asks for names with the ids of what they name, which costs the server more.</summary>
    internal override async Task<IReadOnlyList<string>> CommentsAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            times.Add((await BenchDomain.Search(domain!).ReadAsync([.. LdapSearch.Paged, .. LdapSearch.WithIds], [], cancellationToken)).Seconds);
        }

        return [string.Create(CultureInfo.InvariantCulture, $"ldapsearch asking for extended names, as the engine does: {times.Order().ElementAt(1):F3} s")];
    }

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

    private PieceArguments Piece(BenchDatabase database) => BenchDomain.Piece("capture", domain!) with
    {
        WarmUps = 1, // a host reads for days, and ldapsearch compiles nothing
        Connection = database.ConnectionString,
    };
}
