using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using SyncEngine.Bench.Runner;

namespace SyncEngine.Bench.Lines;

/// <summary>Reads with <c>ldapsearch</c> what the engine reads, with the same filters, attributes and controls: the reference of reading over LDAP.</summary>
/// <param name="url">The server.</param>
/// <param name="user">Who signs in.</param>
/// <param name="passwordFile">A file with the password.</param>
/// <param name="certificate">The authority's certificate.</param>
/// <param name="baseDn">Where the searches begin.</param>
internal sealed class LdapSearch(string url, string user, string passwordFile, string certificate, string baseDn)
{
    internal static readonly string[] Paged = ["-E", "pr=1000/noprompt"];

    internal static readonly string[] WithIds = ["-E", "!extendedDn=1"];

    private static readonly string[] UnitSearch =
        ["(|(objectClass=organizationalUnit)(&(objectClass=container)(!(showInAdvancedViewOnly=TRUE))))", "objectClass", "objectGUID", "showInAdvancedViewOnly"];

    private static readonly string[] GroupSearch =
        ["(objectClass=group)", "objectClass", "objectGUID", "objectSid", "cn", "sAMAccountName", "mail", "member", "uSNChanged"];

    private static readonly string[] AccountSearch =
    [
        "(&(objectCategory=person)(objectClass=user))", "objectClass", "objectCategory", "objectGUID", "cn", "displayName", "givenName", "sn", "mail",
        "proxyAddresses", "sAMAccountName", "title", "department", "company", "telephoneNumber", "mobile", "employeeNumber", "employeeID", "manager",
        "primaryGroupID", "userAccountControl",
    ];

    /// <summary>The three searches of a reading, each a process of its own. Gives wall and processor time of all.</summary>
    /// <param name="options">Paging and controls.</param>
    /// <param name="more">Further attributes of accounts.</param>
    internal async Task<PieceResult> ReadAsync(string[] options, string[] more, CancellationToken cancellationToken)
    {
        var before = ChildrenCpu();
        var watch = Stopwatch.StartNew();
        foreach (var search in new[] { UnitSearch, GroupSearch, [.. AccountSearch, .. more] })
        {
            await RunAsync(options, search, cancellationToken);
        }

        return new PieceResult(watch.Elapsed.TotalSeconds, 0, 0, ChildrenCpu() - before);
    }

    private async Task RunAsync(string[] options, string[] search, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-c", "exec ldapsearch \"$@\" >/dev/null", "sh", "-x", "-H", url, "-D", user, "-y", passwordFile, "-E", "domainScope", .. options,
            "-o", "ldif-wrap=no", "-b", baseDn, .. search,
        ];
        var start = new ProcessStartInfo("/bin/sh", arguments);
        start.Environment["LDAPTLS_CACERT"] = certificate;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new BenchException($"ldapsearch ended with {process.ExitCode}. The time does not count.");
        }
    }

    /// <summary>The processor time of the ended children of this process, in seconds.</summary>
    private static double ChildrenCpu()
    {
        const int Children = -1;
        var usage = new long[18]; // struct rusage: two pairs of seconds and microseconds, and fourteen numbers
        return GetUsage(Children, usage) == 0
            ? usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6)
            : throw new Win32Exception();
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetUsage(int who, long[] usage);
}
