using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>
/// Where the Kerberos library of this process looks for its settings: files of a folder of ours. The library reads the native environment, which is set
/// once, before there are threads; tests then write the files.
/// </summary>
internal static class KerberosMachine
{
    internal static string Folder { get; } = Path.Combine(Path.GetTempPath(), $"se-krb-{Environment.ProcessId}");

    internal static string Settings => Path.Combine(Folder, "krb5.conf");

    internal static string TicketCache => Path.Combine(Folder, "tickets");

    internal static string ClientKeytab => Path.Combine(Folder, "client.keytab");

    internal static string ServerKeytab => Path.Combine(Folder, "server.keytab");

    [ModuleInitializer]
    internal static void Prepare()
    {
        Set("KRB5_CONFIG", Settings);
        Set("KRB5CCNAME", $"FILE:{TicketCache}");
        Set("KRB5_CLIENT_KTNAME", $"FILE:{ClientKeytab}");
        Set("KRB5_KTNAME", $"FILE:{ServerKeytab}");
    }

    /// <summary>Writes the settings: which realm, and where its KDC is.</summary>
    internal static void Configure(string kdc) => File.WriteAllText(
        Settings,
        $$"""
        [libdefaults]
         default_realm = CONTOSO.TEST
         dns_lookup_realm = false
         dns_lookup_kdc = false
         dns_canonicalize_hostname = false
         rdns = false
         udp_preference_limit = 1
        [realms]
         CONTOSO.TEST = {
          kdc = {{kdc}}
         }

        """);

    private static void Set(string name, string value) => _ = SetEnvironment(Encoding.UTF8.GetBytes(name + '\0'), Encoding.UTF8.GetBytes(value + '\0'), 1);

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironment(byte[] name, byte[] value, int overwrite);
}
