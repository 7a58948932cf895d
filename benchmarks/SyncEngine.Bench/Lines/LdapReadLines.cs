using System.Globalization;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.Bench.Server;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Bench.Lines;

/// <summary>
/// Reading a company from OpenLDAP, whose server costs little, so that the client shows: the adapter's whole reading, records thrown away, beside
/// ldapsearch. 18 attributes a person with their memberships, pages of 1,000, TLS on both sides. The second of two readings counts: a host reads for
/// days, and ldapsearch compiles nothing.
/// </summary>
internal sealed class ReadOpenLdap() : BenchLine("read-openldap", LineUnit.Time), IAsyncDisposable
{
    private const string Memberships = "memberOf";
    private BenchSlapd? server;

    internal override string? CpuName => "read-openldap-cpu";

    internal override async Task PrepareAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        server = await BenchSlapd.StartAsync(world.Company, cancellationToken);
        await Search().ReadAsync(LdapSearch.Paged, [Memberships], cancellationToken); // from the disk once
    }

    internal override Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken) => ReadAsync(world, 1, cancellationToken);

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) =>
        await Search().ReadAsync(LdapSearch.Paged, [Memberships], cancellationToken);

    internal override async Task<IReadOnlyList<string>> CommentsAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var first = await ReadAsync(world, 0, cancellationToken);
        return [string.Create(CultureInfo.InvariantCulture, $"the first reading of a process, which compiles: {first.Seconds:F3} s, processor time {first.CpuSeconds:F3} s")];
    }

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<PieceResult> ReadAsync(BenchWorld world, int warmUps, CancellationToken cancellationToken)
    {
        var result = await PieceProcess.RunAsync(
            new PieceArguments
            {
                Piece = "read",
                WarmUps = warmUps,
                Url = server!.Url,
                User = BenchSlapd.User,
                Password = BenchSlapd.Password,
                Certificate = server.Certificate,
                BaseDn = BigCompany.Root,
                Attributes = [Memberships],
            },
            cancellationToken);
        Check(result.Count, world.Entries, "Records read");
        return result;
    }

    private LdapSearch Search() => new(server!.Url, BenchSlapd.User, server.PasswordFile, server.Certificate, BigCompany.Root);
}

/// <summary>
/// The same from a real domain controller, where the server is the limit, beside ldapsearch asking for the same in the same way. The second of two
/// readings counts: a host reads for days, and ldapsearch compiles nothing.
/// </summary>
internal sealed class ReadSamba() : BenchLine("read-samba", LineUnit.Time), IAsyncDisposable
{
    private const int SizeMax = 50_000;
    private SambaDomain? domain;

    internal override int Size(BenchWorld world) => world.Size == BenchCommand.SizeDefault ? NoChangeLdap.SizeMax : Math.Min(world.Size, SizeMax);

    internal override async Task PrepareAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        domain = await BenchDomain.StartAsync(Size(world), cancellationToken);
        await BenchDomain.Search(domain).ReadAsync(LdapSearch.WithIds, [], cancellationToken); // from the disk once
    }

    internal override async Task<PieceResult> OursAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var result = await PieceProcess.RunAsync(BenchDomain.Piece("read", domain!) with { WarmUps = 1 }, cancellationToken);
        Check(result.Count >= Size(world) ? 1 : 0, 1, "Everyone read");
        return result;
    }

    internal override async Task<PieceResult?> ReferenceAsync(BenchWorld world, CancellationToken cancellationToken) =>
        await BenchDomain.Search(domain!).ReadAsync([.. LdapSearch.Paged, .. LdapSearch.WithIds], [], cancellationToken);

    internal override async Task<IReadOnlyList<string>> CommentsAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        (string What, string[] Options)[] ways =
        [
            ("in pages", LdapSearch.Paged), ("in pages, with ids", [.. LdapSearch.Paged, .. LdapSearch.WithIds]), ("at once", []), ("at once, with ids", LdapSearch.WithIds),
        ];
        var comments = new List<string>();
        foreach (var (what, options) in ways)
        {
            var result = await BenchDomain.Search(domain!).ReadAsync(options, [], cancellationToken);
            comments.Add(string.Create(CultureInfo.InvariantCulture, $"ldapsearch {what}: {result.Seconds:F3} s"));
        }

        return comments;
    }

    public ValueTask DisposeAsync() => domain?.DisposeAsync() ?? ValueTask.CompletedTask;
}
