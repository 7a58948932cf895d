using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SyncEngine.TestSupport.Samba;

/// <summary>
/// The domain controller's process. As root it has a loopback address of its own; as an ordinary user it runs in a network namespace of its own, reached
/// through bridges. It reads a pipe from us: when we are gone, however that came, the pipe ends and so does it.
/// </summary>
internal sealed class SambaProcess : IAsyncDisposable
{
    private const int SignalKill = 9;
    private const int SignalContinue = 18;
    private const int SignalStop = 19;
    private readonly Process process;
    private readonly List<SocketBridge> bridges;
    private readonly int samba;
    private int disposed;

    private SambaProcess(Process process, int samba, IPEndPoint ldap, IPEndPoint ldaps, IPEndPoint kdc, List<SocketBridge> bridges)
    {
        this.process = process;
        this.samba = samba;
        this.bridges = bridges;
        Ldap = ldap;
        Ldaps = ldaps;
        Kdc = kdc;
    }

    internal IPEndPoint Ldap { get; }

    internal IPEndPoint Ldaps { get; }

    /// <summary>Where tickets are given, when the domain was started with Kerberos.</summary>
    internal IPEndPoint Kdc { get; }

    internal static async Task<SambaProcess> StartAsync(string folder, TestAuthority authority, bool kerberos, CancellationToken cancellationToken)
    {
        var boxed = !Environment.IsPrivilegedProcess;
        var address = boxed ? IPAddress.Loopback : FreeLoopbackAddress();
        await WriteSettingsAsync(folder, address, authority, kerberos, cancellationToken);
        var child = Process.Start(boxed ? Boxed(folder) : Plain(folder))
            ?? throw new InvalidOperationException("The domain controller did not start.");
        var log = Drain(child);
        var ways = new List<SocketBridge>();
        try
        {
            var ldap = new IPEndPoint(address, 389);
            var ldaps = new IPEndPoint(address, 636);
            var kdc = new IPEndPoint(address, 88);
            var controller = child.Id;
            if (boxed)
            {
                var pid = await WaitForAsync(() => File.Exists($"{folder}/box.pid") ? File.ReadAllText($"{folder}/box.pid") : null, child, log, cancellationToken);
                controller = int.Parse(pid, CultureInfo.InvariantCulture);
                ways.AddRange([new SocketBridge($"{folder}/389"), new SocketBridge($"{folder}/636"), new SocketBridge($"{folder}/88")]);
                (ldap, ldaps, kdc) = (ways[0].EndPoint, ways[1].EndPoint, ways[2].EndPoint);
            }

            await WaitForAsync(() => Answers(ldaps, authority), child, log, cancellationToken);
            return new SambaProcess(child, controller, ldap, ldaps, kdc, ways);
        }
        catch
        {
            ways.ForEach(b => b.Dispose());
            child.Kill(entireProcessTree: true);
            child.Dispose();
            throw;
        }
    }

    internal void Kill() => Signal(SignalKill);

    internal void Pause() => Signal(SignalStop);

    internal void Resume() => Signal(SignalContinue);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        Signal(SignalContinue);
        bridges.ForEach(b => b.Dispose());
        try
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await process.WaitForExitAsync(patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            Signal(SignalKill);
        }

        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static ProcessStartInfo Plain(string folder) =>
        Redirected(new ProcessStartInfo(SambaPackages.Samba, ["-i", "-M", "single", "-s", $"{folder}/etc/smb.conf"]));

    private static ProcessStartInfo Boxed(string folder) =>
        Redirected(new ProcessStartInfo("unshare", ["-Urn", SambaPackages.Python, "-c", SambaBox.Script, SambaPackages.Samba, folder]));

    private static ProcessStartInfo Redirected(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }

    private static List<string> Drain(Process process)
    {
        var log = new List<string>();
        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (log)
            {
                log.Add(line.Data ?? "");
            }
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return log;
    }

    private static async Task<string> WaitForAsync(Func<string?> ready, Process process, List<string> log, CancellationToken cancellationToken)
    {
        for (var until = Environment.TickCount64 + 30_000; Environment.TickCount64 < until; await Task.Delay(20, cancellationToken))
        {
            if (process.HasExited)
            {
                break;
            }

            if (ready() is { Length: > 0 } answer)
            {
                return answer;
            }
        }

        string said;
        lock (log)
        {
            said = string.Join('\n', log.TakeLast(20));
        }

        throw new InvalidOperationException(
            "The domain controller did not come up. As an ordinary user it needs user namespaces (unshare -Urn); where they are forbidden, run the tests as root. It said: "
            + said);
    }

    private static string? Answers(IPEndPoint ldaps, TestAuthority authority)
    {
        try
        {
            using var socket = new Socket(ldaps.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(ldaps);
            using var stream = authority.Connect(new NetworkStream(socket, ownsSocket: false));
            return "yes";
        }
        catch (Exception e) when (e is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            return null;
        }
    }

    private static IPAddress FreeLoopbackAddress()
    {
        while (true)
        {
            var bytes = RandomNumberGenerator.GetBytes(3);
            var address = new IPAddress([127, (byte)(64 + (bytes[0] % 64)), bytes[1], (byte)(1 + (bytes[2] % 250))]);
            try
            {
                using var probe = new TcpListener(address, 636);
                probe.Start();
                return address;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another domain has it.
            }
        }
    }

    private static async Task WriteSettingsAsync(string folder, IPAddress address, TestAuthority authority, bool kerberos, CancellationToken cancellationToken)
    {
        var tls = Directory.CreateDirectory(Path.Combine(folder, "tls")).FullName;
        authority.Write(tls, authority.Issue([SambaDomain.ServerName, "localhost"], [address, IPAddress.Loopback]));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "etc", "smb.conf"),
            $"""
            [global]
             netbios name = DC1
             workgroup = CONTOSO
             realm = CONTOSO.TEST
             server role = active directory domain controller
             server services = ldap{(kerberos ? ", kdc" : "")}
             interfaces = {address}/8
             bind interfaces only = yes
             private dir = {folder}/private
             state directory = {folder}/state
             cache directory = {folder}/cache
             lock directory = {folder}/lock
             pid directory = {folder}/run
             ncalrpc dir = {folder}/run/ncalrpc
             winbindd socket directory = {folder}/run/winbindd
             ntp signd socket directory = {folder}/run/ntp
             log file = {folder}/log/samba.log
             ldb:nosync = true
             tls keyfile = {tls}/server.key
             tls certfile = {tls}/server.pem
             tls cafile = {tls}/ca.pem

            """,
            cancellationToken);
    }

    private void Signal(int signal) => _ = SendSignal(samba, signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
