using System.Net;

namespace SyncEngine.TestSupport.Samba;

/// <summary>
/// A real Active Directory domain of its own: a Samba domain controller that this process starts and ends. Up in about a second, since the provisioned
/// domain is kept packed in the user's cache. Works as root, and as an ordinary user where user namespaces are allowed. It ends with this process,
/// however that ends.
/// </summary>
public sealed class SambaDomain : IAsyncDisposable
{
    public const string BaseDn = "DC=contoso,DC=test";
    public const string DnsName = "contoso.test";
    public const string ServerName = "dc1.contoso.test";
    public const string UsersContainer = "CN=Users," + BaseDn;
    public const string AdminUser = "CONTOSO\\Administrator";
    public const string AdminPassword = "Passw0rd-Adm1n";

    private readonly RunFolder folder;
    private readonly bool kerberos;
    private SambaProcess process;

    private SambaDomain(RunFolder folder, SambaProcess process, TestAuthority authority, bool kerberos)
    {
        this.folder = folder;
        this.kerberos = kerberos;
        this.process = process;
        Authority = authority;
        Tools = new LdapTools(LdapsUrl, CaFile, Path.Combine(folder.Path, "admin.pw"));
    }

    /// <summary>The authority that issued the domain controller's certificate; issues more for tests.</summary>
    public TestAuthority Authority { get; }

    /// <summary>The authority's certificate, PEM.</summary>
    public string CaFile => Path.Combine(folder.Path, "tls", "ca.pem");

    /// <summary>Where the controller listens with TLS.</summary>
    public IPEndPoint Ldaps => process.Ldaps;

    /// <summary>Where the controller listens for StartTLS.</summary>
    public IPEndPoint Ldap => process.Ldap;

    public string LdapsUrl => $"ldaps://{Ldaps}";

    public string LdapUrl => $"ldap://{Ldap}";

    /// <summary>Changes the domain, as the administrator, over LDAP.</summary>
    public LdapTools Tools { get; private set; }

    /// <summary>A file with the administrator's password, for the LDAP tools.</summary>
    public string PasswordFile => Path.Combine(folder.Path, "admin.pw");

    /// <summary>Where tickets are given, when the domain was started with Kerberos.</summary>
    public IPEndPoint Kdc => process.Kdc;

    /// <summary>The controller's settings, for Samba's own tools.</summary>
    public string SettingsFile => Path.Combine(folder.Path, "etc", "smb.conf");

    /// <summary>Brings a domain up: empty, as provisioned.</summary>
    public static Task<SambaDomain> StartAsync(CancellationToken cancellationToken, bool kerberos = false) => StartAsync(null, cancellationToken, kerberos);

    /// <summary>Brings a domain up with content in it.</summary>
    public static async Task<SambaDomain> StartAsync(SambaContent? content, CancellationToken cancellationToken, bool kerberos = false)
    {
        SambaPackages.Require();
        var home = RunFolder.Create();
        try
        {
            await SambaImage.UnpackAsync(home.Path, content, cancellationToken);
            var authority = new TestAuthority();
            var controller = await SambaProcess.StartAsync(home.Path, authority, kerberos, cancellationToken);
            var password = Path.Combine(home.Path, "admin.pw");
            await File.WriteAllTextAsync(password, AdminPassword, cancellationToken);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite); // else the tools complain
            }

            return new SambaDomain(home, controller, authority, kerberos);
        }
        catch
        {
            home.Dispose();
            throw;
        }
    }

    /// <summary>Runs <c>samba-tool</c> on the controller's files, past its LDAP server.</summary>
    public Task<string> SambaToolAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) => SambaPackages.RunPythonAsync(
        [SambaPackages.SambaTool, .. arguments, "-s", SettingsFile, "-H", $"{folder.Path}/private/sam.ldb"], cancellationToken);

    /// <summary>Writes the keys of an account or service into a keytab.</summary>
    public Task ExportKeytabAsync(string path, string principal, CancellationToken cancellationToken) => Command.RunAsync(
        SambaPackages.Python,
        [SambaPackages.SambaTool, "domain", "exportkeytab", path, $"--principal={principal}", "-s", SettingsFile],
        cancellationToken);

    /// <summary>Writes a number into the stored entry itself, past the rules of the controller: what it would only write by and by, such as a past time.</summary>
    public Task SetStoredAsync(string dn, string attribute, long value, CancellationToken cancellationToken)
    {
        const string Script = """
            import ldb, sys
            db = ldb.Ldb("mdb://" + sys.argv[1])
            change = ldb.Message(ldb.Dn(db, sys.argv[2]))
            change[sys.argv[3]] = ldb.MessageElement(sys.argv[4], ldb.FLAG_MOD_REPLACE, sys.argv[3])
            db.modify(change)
            """;
        return Command.RunAsync(
            SambaPackages.Python,
            ["-c", Script, Path.Combine(folder.Path, "private", "sam.ldb.d", BaseDn.ToUpperInvariant() + ".ldb"), dn, attribute, $"{value}"],
            cancellationToken);
    }

    /// <summary>Kills the controller: connections break at once.</summary>
    public void Kill() => process.Kill();

    /// <summary>Ends the controller and starts it again over the same files. It may listen elsewhere then.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await process.DisposeAsync();
        foreach (var left in new[] { "box.pid", "88", "389", "636" })
        {
            File.Delete(Path.Combine(folder.Path, left));
        }

        process = await SambaProcess.StartAsync(folder.Path, Authority, kerberos, cancellationToken);
        Tools = new LdapTools(LdapsUrl, CaFile, Path.Combine(folder.Path, "admin.pw"));
    }

    /// <summary>Stops the controller in its tracks: connections stay open, nothing is answered.</summary>
    public void Pause() => process.Pause();

    /// <summary>Lets a paused controller go on.</summary>
    public void Resume() => process.Resume();

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Authority.Dispose();
        folder.Dispose();
    }
}
