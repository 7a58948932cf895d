using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Bench.Server;

/// <summary>
/// A Samba domain controller with the company in it. Loading goes past the server, into its files; it takes half a minute for 10,000 people and
/// happens once: the loaded domain is kept packed in the user's cache.
/// </summary>
internal sealed class BenchDomain : IAsyncDisposable
{
    private const string Loader = """
        import sys
        from samba.auth import system_session
        from samba.param import LoadParm
        from samba.samdb import SamDB

        folder, ldif = sys.argv[1:3]
        lp = LoadParm()
        lp.load(folder + "/etc/smb.conf")
        for name, place in (("private dir", "private"), ("state directory", "state"), ("cache directory", "cache"), ("lock directory", "lock")):
            lp.set(name, folder + "/" + place)
        db = SamDB(url=folder + "/private/sam.ldb", session_info=system_session(), lp=lp, options=["batch_mode:1"])
        db.transaction_start()
        with open(ldif, encoding="utf-8") as f:
            for changetype, message in db.parse_ldif(f.read()):
                db.add(message)
        db.transaction_commit()
        """;

    private readonly RunFolder folder;
    private readonly SambaProcess process;
    private readonly TestAuthority authority;

    private BenchDomain(RunFolder folder, SambaProcess process, TestAuthority authority)
    {
        this.folder = folder;
        this.process = process;
        this.authority = authority;
        PasswordFile = Path.Combine(folder.Path, "admin.pw");
        File.WriteAllText(PasswordFile, SambaDomain.AdminPassword);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    internal string Url => $"ldaps://{process.Ldaps}";

    internal string Certificate => Path.Combine(folder.Path, "tls", "ca.pem");

    internal string PasswordFile { get; }

    internal static async Task<BenchDomain> StartAsync(BigCompany company, CancellationToken cancellationToken)
    {
        try
        {
            SambaPackages.Require();
        }
        catch (InvalidOperationException e)
        {
            throw new BenchException(e.Message);
        }

        var home = RunFolder.Create();
        var trust = new TestAuthority();
        try
        {
            await UnpackAsync(company, home.Path, cancellationToken);
            return new BenchDomain(home, await SambaProcess.StartAsync(home.Path, trust, cancellationToken), trust);
        }
        catch
        {
            trust.Dispose();
            home.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        authority.Dispose();
        folder.Dispose();
    }

    private static async Task UnpackAsync(BigCompany company, string folder, CancellationToken cancellationToken)
    {
        var ldif = Path.Combine(folder, "company.ldif");
        await File.WriteAllTextAsync(ldif, Text(company), cancellationToken);
        var version = (await Command.RunAsync(SambaPackages.Samba, ["--version"], cancellationToken)).Trim().Replace(' ', '-');
        var content = Convert.ToHexStringLower(SHA256.HashData([.. await File.ReadAllBytesAsync(ldif, cancellationToken), .. Encoding.UTF8.GetBytes(Loader)]))[..12];
        var image = Path.Combine(CacheFolder(), $"{version}-{content}.tar.zst");
        if (!File.Exists(image))
        {
            BenchWorld.Say("  loading a domain, once");
            await SambaImage.UnpackAsync(folder, cancellationToken);
            string[] load = [SambaPackages.Python, "-c", Loader, folder, ldif];
            await (Environment.IsPrivilegedProcess
                ? Command.RunAsync(load[0], load[1..], cancellationToken)
                : Command.RunAsync("unshare", ["-Ur", .. load], cancellationToken));
            await Command.RunAsync("tar", ["-C", folder, "-S", "--exclude=./in-use", "--exclude=./company.ldif", "--zstd", "-cf", image + ".new", "."], cancellationToken);
            File.Move(image + ".new", image, overwrite: true);
            return;
        }

        await Command.RunAsync("tar", ["-C", folder, "--no-same-owner", "--zstd", "-xf", image], cancellationToken);
    }

    private static string CacheFolder() => Directory.CreateDirectory(Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "syncengine-bench")).FullName;

    private static string Text(BigCompany company)
    {
        var text = new StringBuilder();
        for (var u = 0; u < company.Units; u++)
        {
            Entry(InDomain(BigCompany.UnitDn(u)), "organizationalUnit");
        }

        Entry($"OU=Groups,{SambaDomain.BaseDn}", "organizationalUnit");
        for (var i = 0; i < company.People; i++)
        {
            Entry(InDomain(company.PersonDn(i)), "user", [
                ("sAMAccountName", BigCompany.Login(i)), ("sn", BigCompany.LastName(i)), ("givenName", BigCompany.FirstName(i)),
                ("displayName", BigCompany.Name(i)), ("title", BigCompany.Title(i)), ("department", BigCompany.Department(i)),
                ("telephoneNumber", BigCompany.Phone(i)), ("mobile", BigCompany.Mobile(i)),
                ("employeeNumber", i.ToString(CultureInfo.InvariantCulture)), ("mail", BigCompany.Mail(i)),
                ("userAccountControl", BigCompany.IsDisabled(i) ? "546" : "544"), ("manager", i == 0 ? null : InDomain(company.PersonDn(i / 10))),
            ]);
        }

        for (var g = 0; g < company.Groups; g++)
        {
            Entry(
                InDomain(BigCompany.GroupDn(g)),
                "group",
                [("sAMAccountName", BigCompany.GroupName(g)), .. company.MembersOf(g).Select(i => ("member", (string?)InDomain(company.PersonDn(i))))]);
        }

        return text.ToString();

        void Entry(string dn, string objectClass, params (string Name, string? Value)[] attributes)
        {
            Line("dn", dn);
            Line("objectClass", objectClass);
            foreach (var (name, value) in attributes)
            {
                Line(name, value);
            }

            text.Append('\n');
        }

        void Line(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(name).Append(":: ").Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(value))).Append('\n');
            }
        }
    }

    private static string InDomain(string dn) => dn.Replace(BigCompany.Root, SambaDomain.BaseDn, StringComparison.Ordinal);
}
