using System.Security.Cryptography;
using System.Text;

namespace SyncEngine.TestSupport.Samba;

/// <summary>
/// The provisioned domain, packed. Provisioning takes some seconds and happens once for each user, Samba version and script; unpacking is instant.
/// </summary>
internal static class SambaImage
{
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

    internal static async Task UnpackAsync(string folder, CancellationToken cancellationToken)
    {
        var image = await PathAsync(cancellationToken);
        using (Lock(image))
        {
            if (!File.Exists(image))
            {
                await ProvisionAsync(image, cancellationToken);
            }
        }

        await Command.RunAsync("tar", ["-C", folder, "--no-same-owner", "--zstd", "-xf", image], cancellationToken);
    }

    private static async Task<string> PathAsync(CancellationToken cancellationToken)
    {
        var version = (await Command.RunAsync(SambaPackages.Samba, ["--version"], cancellationToken)).Trim().Replace(' ', '-');
        var script = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))[..12];
        return Path.Combine(CacheFolder(), $"samba-{version}-{script}.tar.zst");
    }

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

    /// <summary>One provisioning at a time, over all test processes of this user.</summary>
    private static FileStream Lock(string image)
    {
        for (var until = Environment.TickCount64 + 120_000; ;)
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

    private static async Task ProvisionAsync(string image, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("se-provision-").FullName;
        try
        {
            // As an ordinary user: provisioning wants to be root, in a namespace it is.
            string[] command = [SambaPackages.Python, "-c", Script, folder];
            await (Environment.IsPrivilegedProcess
                ? Command.RunAsync(command[0], command[1..], cancellationToken)
                : Command.RunAsync("unshare", ["-Ur", .. command], cancellationToken));
            await Command.RunAsync("tar", ["-C", folder, "-S", "--zstd", "-cf", image + ".new", "."], cancellationToken);
            File.Move(image + ".new", image, overwrite: true);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
