using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Bench.Server;

/// <summary>
/// OpenLDAP's server with the company in it, and with as much of Active Directory's schema and self-description as a reading looks at: it serves people
/// tens of times as fast as a domain controller, so that the client's own cost shows. A private process with a folder of its own; a guard that hangs
/// on a pipe from this process ends it.
/// </summary>
internal sealed class BenchSlapd : IAsyncDisposable
{
    internal const string User = "cn=reader," + BigCompany.Root;
    internal const string Password = "bench";
    private const string Guard = """
        trap '' INT TERM HUP
        slapd -f "$1/slapd.conf" -h "$2" -d 0 >/dev/null 2>"$1/slapd.err" </dev/null &
        cat
        kill -KILL $!
        rm -rf "$1"
        """;

    private static readonly string[] Texts =
    [
        "sn", "title", "telephoneNumber", "givenName", "displayName", "department", "company", "employeeNumber", "employeeID", "userAccountControl",
        "primaryGroupID", "sAMAccountName", "objectCategory", "mail", "proxyAddresses", "manager", "mobile", "member", "memberOf", "uSNChanged",
        "showInAdvancedViewOnly", "dc", "ou", "dnsHostName", "isSynchronized", "defaultNamingContext", "supportedCapabilities",
    ];

    private static readonly string[] Ids = ["objectGUID", "objectSid"];

    private static readonly string[] Classes =
        ["person", "organizationalPerson", "user", "group", "organizationalUnit", "container", "domain", "domainDNS"];

    private readonly Process guard;
    private readonly TestAuthority authority;

    private BenchSlapd(Process guard, TestAuthority authority, string folder, string url)
    {
        this.guard = guard;
        this.authority = authority;
        Url = url;
        Certificate = Path.Combine(folder, "ca.pem");
        PasswordFile = Path.Combine(folder, "pw");
    }

    internal string Url { get; }

    internal string Certificate { get; }

    internal string PasswordFile { get; }

    internal static async Task<BenchSlapd> StartAsync(BigCompany company, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("se-slapd-").FullName;
        var trust = new TestAuthority();
        try
        {
            trust.Write(folder, trust.Issue(["localhost"], [IPAddress.Loopback]));
            WriteSettings(folder);
            var ldif = Path.Combine(folder, "company.ldif");
            CompanyLdif.WriteAsServed(company, ldif);
            BenchWorld.Say(string.Create(CultureInfo.InvariantCulture, $"  loading {company.People} people into OpenLDAP"));
            await Command.RunAsync("slapadd", ["-q", "-s", "-f", $"{folder}/slapd.conf", "-l", ldif], cancellationToken, limit: TimeSpan.FromHours(1));
            File.Delete(ldif);
            var url = string.Create(CultureInfo.InvariantCulture, $"ldaps://127.0.0.1:{FreePort()}");
            var watch = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", folder, url]) { RedirectStandardInput = true, UseShellExecute = false })!;
            var started = new BenchSlapd(watch, trust, folder, url);
            await started.WaitAsync(cancellationToken);
            return started;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchException("OpenLDAP's server is missing: apt-get install -y --no-install-recommends slapd ldap-utils");
        }
    }

    public async ValueTask DisposeAsync()
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
        authority.Dispose();
    }

    private static void WriteSettings(string folder)
    {
        var database = Directory.CreateDirectory(Path.Combine(folder, "db")).FullName;
        var oid = 0;
        string[] schema =
        [
            .. Texts.Select(name => Attribute(name, "caseIgnoreMatch", 15)),
            .. Ids.Select(name => Attribute(name, "octetStringMatch", 40)),
            .. Classes.Select(name => string.Create(CultureInfo.InvariantCulture, $"objectclass ( 1.3.6.1.4.1.99999.2.{++oid} NAME '{name}' SUP top STRUCTURAL )")),
        ];
        File.WriteAllLines(Path.Combine(folder, "ad.schema"), schema);
        File.WriteAllText(
            Path.Combine(folder, "root.ldif"),
            $"""
            dn:
            defaultNamingContext: {BigCompany.Root}
            dnsHostName: localhost
            isSynchronized: TRUE
            supportedCapabilities: 1.2.840.113556.1.4.800
            supportedControl: 1.2.840.113556.1.4.529

            """);
        File.WriteAllText(
            Path.Combine(folder, "slapd.conf"),
            $"""
            include {folder}/ad.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            sizelimit unlimited
            rootDSE {folder}/root.ldif
            TLSCACertificateFile {folder}/ca.pem
            TLSCertificateFile {folder}/server.pem
            TLSCertificateKeyFile {folder}/server.key
            database mdb
            suffix {BigCompany.Root}
            rootdn {User}
            rootpw {Password}
            directory {database}
            maxsize 68719476736
            index objectClass,objectCategory eq

            """);
        File.WriteAllText(Path.Combine(folder, "pw"), Password);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, "pw"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        string Attribute(string name, string equality, int syntax) => string.Create(
            CultureInfo.InvariantCulture,
            $"attributetype ( 1.3.6.1.4.1.99999.1.{++oid} NAME '{name}' EQUALITY {equality} SYNTAX 1.3.6.1.4.1.1466.115.121.1.{syntax} )");
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                var address = new Uri(Url);
                await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
                return;
            }
            catch (SocketException) when (watch.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
