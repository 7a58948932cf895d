using System.Net;
using System.Net.Sockets;

namespace SyncEngine.TestSupport.Samba;

/// <summary>Runs a domain controller in a network namespace, for users who may not listen on its ports, and brings its ports out as local sockets.</summary>
internal static class SambaBox
{
    internal const string Script = """
        import fcntl, os, socket, struct, subprocess, sys, threading

        samba, folder = sys.argv[1:3]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x41))  # SIOCSIFFLAGS: up, running

        def pump(a, b):
            try:
                while data := a.recv(65536):
                    b.sendall(data)
            except OSError:
                pass
            for s in (a, b):
                try:
                    s.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        def serve(listener, port):
            while True:
                near, _ = listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", port))
                except OSError:
                    near.close()
                    continue
                threading.Thread(target=pump, args=(near, far), daemon=True).start()
                threading.Thread(target=pump, args=(far, near), daemon=True).start()

        for port in (389, 636, 88):
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(f"{folder}/{port}")
            listener.listen()
            threading.Thread(target=serve, args=(listener, port), daemon=True).start()

        child = subprocess.Popen([samba, "-i", "-M", "single", "-s", f"{folder}/etc/smb.conf"])
        with open(f"{folder}/box.new", "w") as f:
            f.write(str(child.pid))
        os.rename(f"{folder}/box.new", f"{folder}/box.pid")
        sys.exit(child.wait())
        """;
}

/// <summary>A TCP port of ours that leads to a local socket.</summary>
internal sealed class SocketBridge : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly UnixDomainSocketEndPoint target;

    internal SocketBridge(string path)
    {
        target = new UnixDomainSocketEndPoint(path);
        listener.Start();
        _ = ServeAsync();
    }

    internal IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var token = stop.Token;
        try
        {
            while (true)
            {
                var near = await listener.AcceptSocketAsync(token);
                _ = CarryAsync(near, token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The bridge was taken down.
        }
    }

    private async Task CarryAsync(Socket near, CancellationToken token)
    {
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (near)
        {
            try
            {
                await far.ConnectAsync(target, token);
                await using var nearStream = new NetworkStream(near);
                await using var farStream = new NetworkStream(far);
                await Task.WhenAny(nearStream.CopyToAsync(farStream, token), farStream.CopyToAsync(nearStream, token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // One side left.
            }
        }
    }
}
