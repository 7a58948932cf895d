using System.Net;
using System.Net.Sockets;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>Finds the server and opens the TCP connection.</summary>
internal static class LdapSocket
{
    /// <summary>The addresses of a host, in the order in which the system gives them.</summary>
    internal static async Task<IPAddress[]> ResolveAsync(
        LdapEndpoint server, LdapTimeouts timeouts, TimeProvider time, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(server.Host, out var literal))
        {
            return [literal];
        }

        IPAddress[] addresses;
        try
        {
            addresses = await Deadline.RunAsync(
                token => Dns.GetHostAddressesAsync(server.Host, token),
                timeouts.Connect,
                time,
                LdapTrouble.NameNotFound,
                () => $"The name {server.Host} was not resolved",
                cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new LdapException(LdapTrouble.NameNotFound, $"The name {server.Host} cannot be resolved ({e.SocketErrorCode}).", e);
        }

        return addresses.Length > 0
            ? addresses
            : throw new LdapException(LdapTrouble.NameNotFound, $"The name {server.Host} has no address.");
    }

    /// <summary>Connects to the first address that answers.</summary>
    internal static async Task<Socket> ConnectAsync(
        LdapEndpoint server, IPAddress[] addresses, LdapTimeouts timeouts, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(server, addresses[i], timeouts, time, cancellationToken).ConfigureAwait(false);
            }
            catch (LdapException) when (i < addresses.Length - 1)
            {
                // The next address may answer; the last one's trouble is reported.
            }
        }
    }

    private static async Task<Socket> ConnectAsync(
        LdapEndpoint server, IPAddress address, LdapTimeouts timeouts, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await Deadline.RunAsync(
                token => socket.ConnectAsync(address, server.Port, token).AsTask(),
                timeouts.Connect,
                time,
                LdapTrouble.ConnectTimeout,
                () => $"{server} ({address}) did not accept a connection",
                cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            var trouble = e.SocketErrorCode == SocketError.ConnectionRefused ? LdapTrouble.Refused : LdapTrouble.Unreachable;
            throw new LdapException(trouble, $"{server} ({address}) cannot be connected to ({e.SocketErrorCode}).", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
