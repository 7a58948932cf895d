using System.Security.Cryptography;
using System.Text;

namespace SyncEngine.TestSupport.Samba;

/// <summary>
/// The provisioned domain, packed, and domains with content in them. Each is made once for each user, Samba version, script and content; unpacking is
/// instant.
/// </summary>
internal static class SambaImage
{
    private const string Ending = ".tar.zst";

    // Longer than loading 100,000 people takes.
    private const long LockLimitMs = 30 * 60_000;
    private const string Script = """
        import logging, os, sys
        from samba import dsdb
        from samba.auth import system_session
        from samba.param import LoadParm
        from samba.provision import provision

        folder = sys.argv[1]
        for name in ("etc", "private", "state", "cache", "lock", "run", "log"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        conf = os.path.join(folder, "etc", "smb.conf")
        with open(conf, "w") as f:
            f.write(f'''[global]
         netbios name = DC1
         workgroup = CONTOSO
         realm = CONTOSO.TEST
         server role = active directory domain controller
         private dir = {folder}/private
         state directory = {folder}/state
         cache directory = {folder}/cache
         lock directory = {folder}/lock
         pid directory = {folder}/run
         ncalrpc dir = {folder}/run/ncalrpc
         winbindd socket directory = {folder}/run/winbindd
         log file = {folder}/log/samba.log
         ldb:nosync = true
        [sysvol]
         path = {folder}/state/sysvol
        [netlogon]
         path = {folder}/state/sysvol/contoso.test/scripts
        ''')
        lp = LoadParm()
        lp.load(conf)
        logger = logging.getLogger("provision")
        logger.setLevel(logging.ERROR)
        provision(logger, system_session(lp), smbconf=conf, lp=lp, realm="CONTOSO.TEST", domain="CONTOSO", hostname="DC1",
                  adminpass="Passw0rd-Adm1n", serverrole="active directory domain controller", dns_backend="NONE", skip_sysvolacl=True,
                  backend_store="mdb", backend_store_size=4 * 1024 * 1024 * 1024, batch_mode=True,
                  dom_for_fun_level=dsdb.DS_DOMAIN_FUNCTION_2008_R2)
        """;

    internal static async Task UnpackAsync(string folder, SambaContent? content, CancellationToken cancellationToken)
    {
        var image = await ProvisionedAsync(cancellationToken);
        if (content is not null)
        {
            image = await LoadedAsync(image, content, cancellationToken);
        }

        await UnpackAsync(image, folder, cancellationToken);
    }

    private static async Task<string> ProvisionedAsync(CancellationToken cancellationToken)
    {
        var version = (await Command.RunAsync(SambaPackages.Samba, ["--version"], cancellationToken)).Trim().Replace(' ', '-');
        var script = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))[..12];
        var image = Path.Combine(CacheFolder(), $"samba-{version}-{script}{Ending}");

        // Provisioning wants to be root, in a namespace an ordinary user is.
        await EnsureAsync(image, folder => SambaPackages.RunPythonAsync(["-c", Script, folder], cancellationToken), cancellationToken);
        return image;
    }

    private static async Task<string> LoadedAsync(string provisioned, SambaContent content, CancellationToken cancellationToken)
    {
        var ldif = Path.GetTempFileName();
        try
        {
            content.Write(ldif);
            var fingerprint = await SambaContent.FingerprintAsync(ldif, cancellationToken);
            var image = provisioned.Replace(Ending, $"-{fingerprint}{Ending}", StringComparison.Ordinal);
            await EnsureAsync(
                image,
                async folder =>
                {
                    await UnpackAsync(provisioned, folder, cancellationToken);
                    await SambaContent.LoadAsync(folder, ldif, cancellationToken);
                },
                cancellationToken);
            return image;
        }
        finally
        {
            File.Delete(ldif);
        }
    }

    private static async Task UnpackAsync(string image, string folder, CancellationToken cancellationToken) =>
        await Command.RunAsync("tar", ["-C", folder, "--no-same-owner", "--zstd", "-xf", image], cancellationToken);

    private static string CacheFolder()
    {
        var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        try
        {
            return Directory.CreateDirectory(Path.Combine(home, "syncengine-tests")).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"syncengine-tests-{Environment.UserName}")).FullName;
        }
    }

    /// <summary>Makes an image that is not there yet: one at a time, over all test processes of this user.</summary>
    private static async Task EnsureAsync(string image, Func<string, Task> fill, CancellationToken cancellationToken)
    {
        using var alone = Lock(image);
        if (File.Exists(image))
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("se-provision-").FullName;
        try
        {
            await fill(folder);
            await Command.RunAsync("tar", ["-C", folder, "-S", "--zstd", "-cf", image + ".new", "."], cancellationToken);
            File.Move(image + ".new", image, overwrite: true);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FileStream Lock(string image)
    {
        for (var until = Environment.TickCount64 + LockLimitMs; ;)
        {
            try
            {
                return new FileStream(image + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Environment.TickCount64 < until)
            {
                Thread.Sleep(50);
            }
        }
    }
}
