using System.Diagnostics;
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
    private const int SizeMax = 10_000;

    /// <summary>What the engine asks for, by kind: filter and attributes.</summary>
    private static readonly string[][] Searches =
    [
        ["(|(objectClass=organizationalUnit)(&(objectClass=container)(!(showInAdvancedViewOnly=TRUE))))", "objectClass", "objectGUID", "showInAdvancedViewOnly"],
        ["(objectClass=group)", "objectClass", "objectGUID", "objectSid", "cn", "sAMAccountName", "mail", "member", "uSNChanged"],
        [
            "(&(objectCategory=person)(objectClass=user))", "objectClass", "objectCategory", "objectGUID", "cn", "displayName", "givenName", "sn", "mail",
            "proxyAddresses", "sAMAccountName", "title", "department", "company", "telephoneNumber", "mobile", "employeeNumber", "employeeID", "manager",
            "primaryGroupID", "userAccountControl",
        ],
    ];

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
        new PieceResult((await SearchAsync([], cancellationToken)).TotalSeconds, 0, 0, 0);

    /// <summary>The engine asks for names with the ids of what they name, which costs the server more.</summary>
    internal override async Task<IReadOnlyList<string>> CommentsAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        string[] control = ["-e", "1.2.840.113556.1.4.529"];
        List<TimeSpan> times = [await SearchAsync(control, cancellationToken), await SearchAsync(control, cancellationToken), await SearchAsync(control, cancellationToken)];
        return [string.Create(CultureInfo.InvariantCulture, $"ldapsearch asking for extended names, as the engine does: {times.Order().ElementAt(1).TotalSeconds:F3} s")];
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

    private async Task<TimeSpan> SearchAsync(string[] more, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        foreach (var search in Searches)
        {
            await SearchAsync(more, search, cancellationToken);
        }

        return watch.Elapsed;
    }

    private async Task SearchAsync(string[] more, string[] search, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-c", "exec ldapsearch \"$@\" >/dev/null", "sh", "-x", "-H", domain!.LdapsUrl, "-D", SambaDomain.AdminUser, "-y", domain.PasswordFile,
            "-E", "pr=1000/noprompt", "-E", "!domainScope", .. more, "-o", "ldif-wrap=no", "-b", SambaDomain.BaseDn, .. search,
        ];
        var start = new ProcessStartInfo("/bin/sh", arguments);
        start.Environment["LDAPTLS_CACERT"] = domain.CaFile;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        Check(process.ExitCode, 0, "The exit code of ldapsearch");
    }

    private PieceArguments Piece(BenchDatabase database) => new()
    {
        Piece = "capture",
        WarmUps = 1, // a host reads for days, and ldapsearch compiles nothing
        Connection = database.ConnectionString,
        Url = domain!.LdapsUrl,
        User = SambaDomain.AdminUser,
        Password = SambaDomain.AdminPassword,
        Certificate = domain.CaFile,
        BaseDn = SambaDomain.BaseDn,
    };
}
