using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>A domain that gives tickets, and this machine as a client of it: an account that reads, with a keytab.</summary>
public sealed class KerberosDomain : IAsyncLifetime
{
    internal const string Reader = "svc-krb";
    internal const string Password = "Pa55word-Kerber0s";

    /// <summary>The account of a scripted server, called <c>localhost</c>.</summary>
    private const string Scripted = "svc-scripted";
    private string keytab = "";
    private string readerDn = "";

    public SambaDomain Domain { get; private set; } = null!;

    /// <summary>The domain controller without TLS, under a name that its account has as a service.</summary>
    internal string Url => $"ldap://{Domain.Ldap}";

    internal ActiveDirectoryOptions Options => new() { Server = Url, SignIn = SignInMethod.Kerberos };

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        if (Directory.Exists(KerberosMachine.Folder))
        {
            Directory.Delete(KerberosMachine.Folder, recursive: true); // of a killed process with the same number; its keys open nothing here
        }

        Directory.CreateDirectory(KerberosMachine.Folder);
        Domain = await SambaDomain.StartAsync(token, kerberos: true);
        readerDn = await Domain.Tools.AddUserAsync("Kerberos Reader", Reader, SambaDomain.UsersContainer, token);
        await Domain.Tools.SetPasswordAsync(readerDn, Password, token);
        var scripted = await Domain.Tools.AddUserAsync(
            "Scripted Server", Scripted, SambaDomain.UsersContainer, token, ("servicePrincipalName", "ldap/localhost"));
        await Domain.Tools.SetPasswordAsync(scripted, Password, token);
        await Domain.Tools.ChangeAsync(
            $"dn: CN=DC1,OU=Domain Controllers,{SambaDomain.BaseDn}\nchangetype: modify\nadd: servicePrincipalName\nservicePrincipalName: ldap/{Domain.Ldap.Address}\n\n",
            token);
        keytab = Path.Combine(KerberosMachine.Folder, "reader.keytab");
        await Domain.ExportKeytabAsync(keytab, Reader, token);
        await Domain.ExportKeytabAsync(KerberosMachine.ServerKeytab, "ldap/localhost", token);
        Reset();
    }

    /// <summary>The machine as it should be: KDC known, keytab there, no tickets yet.</summary>
    internal void Reset()
    {
        KerberosMachine.Configure(Domain.Kdc.ToString());
        File.Copy(keytab, KerberosMachine.ClientKeytab, overwrite: true);
        File.Delete(KerberosMachine.TicketCache);
    }

    /// <summary>Changes the reader's password behind the keytab's back; more than once, since a domain forgives the last two old ones.</summary>
    internal async Task SpoilReaderPasswordAsync(CancellationToken cancellationToken)
    {
        await Domain.Tools.SetAsync(SambaDomain.BaseDn, "lockoutThreshold", cancellationToken, "50"); // without one, nothing is counted
        for (var i = 0; i < 4; i++)
        {
            await Domain.Tools.SetPasswordAsync(readerDn, $"{Password}-{i}", cancellationToken);
        }
    }

    /// <summary>How many wrong passwords of the reader the domain has counted.</summary>
    internal async Task<int> WrongPasswordsAsync(CancellationToken cancellationToken)
    {
        var found = await Domain.Tools.SearchAsync(["-LLL", "-s", "base", "-b", readerDn, "badPwdCount"], cancellationToken);
        return int.Parse(found.Split("badPwdCount: ")[1].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Makes a new keytab after that.</summary>
    internal async Task RestoreReaderAsync(CancellationToken cancellationToken)
    {
        File.Delete(keytab);
        await Domain.ExportKeytabAsync(keytab, Reader, cancellationToken);
        Reset();
    }

    public async ValueTask DisposeAsync()
    {
        if (Domain is not null)
        {
            await Domain.DisposeAsync();
        }

        Directory.Delete(KerberosMachine.Folder, recursive: true);
    }
}

/// <summary>Tests that use the machine's Kerberos settings run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class KerberosGroup : ICollectionFixture<KerberosDomain>
{
    internal const string Name = "Kerberos";
}
