using System.Globalization;
using SyncEngine.Bench.Lines;
using SyncEngine.Bench.Runner;
using SyncEngine.DemoCompany.Large;
using SyncEngine.DemoCompany.Ldif;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Bench.Server;

/// <summary>A Samba domain controller with the large company in it. Loading takes half a minute for 10,000 people, once: the loaded domain is kept.</summary>
internal static class BenchDomain
{
    internal static async Task<SambaDomain> StartAsync(int people, CancellationToken cancellationToken)
    {
        try
        {
            BenchWorld.Say(string.Create(CultureInfo.InvariantCulture, $"  bringing up a domain of {people} people; the first time it is loaded, which takes minutes"));
            return await SambaDomain.StartAsync(new SambaContent(text => Write(text, people)), cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            throw new BenchException(e.Message);
        }
    }

    /// <summary>Keeps one up until it is told to stop.</summary>
    internal static async Task<int> ShowAsync(int people, CancellationToken cancellationToken)
    {
        await using var domain = await StartAsync(people, cancellationToken);
        await Console.Out.WriteLineAsync(
            $"LDAPTLS_CACERT={domain.CaFile} ldapsearch -x -H {domain.LdapsUrl} -D '{SambaDomain.AdminUser}' -y {domain.PasswordFile} -b {SambaDomain.BaseDn}");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }

        return 0;
    }

    /// <summary>What a child is told to read it.</summary>
    internal static PieceArguments Piece(string piece, SambaDomain domain) => new()
    {
        Piece = piece,
        Url = domain.LdapsUrl,
        User = SambaDomain.AdminUser,
        Password = SambaDomain.AdminPassword,
        Certificate = domain.CaFile,
        BaseDn = SambaDomain.BaseDn,
    };

    internal static LdapSearch Search(SambaDomain domain) =>
        new(domain.LdapsUrl, SambaDomain.AdminUser, domain.PasswordFile, domain.CaFile, SambaDomain.BaseDn);

    private static void Write(TextWriter text, int people) => SambaLdif.Write(text, LargeCompany.Build(people), SambaDomain.BaseDn);
}
