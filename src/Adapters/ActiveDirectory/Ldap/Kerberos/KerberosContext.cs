using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Principal;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// Our side of one sign-in by Kerberos. The library behind it blocks while it talks to the KDC, and knows neither deadline nor cancellation: every call runs
/// on a thread of its own, which is left behind when its time is over.
/// </summary>
internal sealed class KerberosContext : IDisposable
{
    private readonly LdapEndpoint server;
    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private readonly NegotiateAuthentication context;
    private Task busy = Task.CompletedTask;

    /// <param name="server">The service is <c>ldap/host</c> of it.</param>
    /// <param name="limit">How long each call may take.</param>
    /// <param name="time">Measures the deadline.</param>
    /// <param name="binding">The TLS channel the sign-in is for; null without TLS.</param>
    /// <param name="library">The machine's Kerberos library.</param>
    /// <exception cref="LdapException">The machine has no Kerberos.</exception>
    internal KerberosContext(LdapEndpoint server, TimeSpan limit, TimeProvider time, ChannelBinding? binding, KerberosLibrary library)
    {
        library.Require();
        this.server = server;
        this.limit = limit;
        this.time = time;
        context = new NegotiateAuthentication(new NegotiateAuthenticationClientOptions
        {
            Package = "Kerberos",
            TargetName = $"ldap/{server.Host}",
            Credential = CredentialCache.DefaultNetworkCredentials,
            RequiredProtectionLevel = ProtectionLevel.EncryptAndSign,
            RequireMutualAuthentication = true,
            AllowedImpersonationLevel = TokenImpersonationLevel.Identification,
            Binding = binding,
        });
    }

    /// <summary>Whether both sides have proved who they are.</summary>
    internal bool Finished { get; private set; }

    /// <summary>The first token: gets a ticket, from the cache or from the KDC.</summary>
    internal Task<byte[]> BeginAsync(CancellationToken cancellationToken) => NextAsync([], cancellationToken);

    /// <summary>Takes the server's token and gives the next one, empty when there is nothing more to say.</summary>
    /// <exception cref="LdapException">There is no ticket, or the server is not who it should be.</exception>
    internal async Task<byte[]> NextAsync(byte[] token, CancellationToken cancellationToken)
    {
        var (answer, status, why) = await RunAsync(() => Ask(token), cancellationToken).ConfigureAwait(false);
        Finished = status == NegotiateAuthenticationStatusCode.Completed;
        if (!Finished && status != NegotiateAuthenticationStatusCode.ContinueNeeded)
        {
            throw token.Length == 0 ? KerberosTrouble.OfTicket(server, status, why) : KerberosTrouble.OfAnswer(server, status, token);
        }

        if (Finished && context is not { IsMutuallyAuthenticated: true, IsEncrypted: true })
        {
            throw new LdapException(LdapTrouble.SealRefused, $"{server} signs in without proving who it is or without a seal: nothing is read that way.");
        }

        return answer;
    }

    /// <summary>Whose ticket is used and for how long it is good, for people; null where the system does not tell.</summary>
    internal Task<string?> DescribeAsync(CancellationToken cancellationToken) => RunAsync(
        () => OperatingSystem.IsLinux() && GssApi.WhoseTicket() is { } ticket
            ? $"{ticket.Name}, good for {(int)ticket.Left.TotalHours:00}:{ticket.Left.Minutes:00} hours"
            : null,
        cancellationToken);

    /// <summary>Signs a few bytes of the negotiation, without sealing them (RFC 4752, section 3.1).</summary>
    internal byte[] Sign(ReadOnlySpan<byte> plain)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var status = context.Wrap(plain, buffer, requestEncryption: false, out _);
        return status == NegotiateAuthenticationStatusCode.Completed
            ? buffer.WrittenSpan.ToArray()
            : throw new LdapException(LdapTrouble.KerberosFailed, $"The answer to {server} could not be signed ({status}).");
    }

    /// <summary>Checks and opens what the server signed.</summary>
    internal byte[] Verify(ReadOnlySpan<byte> signed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var status = context.Unwrap(signed, buffer, out _);
        return status == NegotiateAuthenticationStatusCode.Completed
            ? buffer.WrittenSpan.ToArray()
            : throw new LdapException(LdapTrouble.SealRefused, $"What {server} sent at the end of the sign-in is not signed by it ({status}).");
    }

    /// <summary>The seal for what follows; it owns the context then.</summary>
    internal Seal ToSeal() => new KerberosSeal(context);

    public void Dispose()
    {
        // A call that was left behind still uses it.
        _ = busy.ContinueWith(_ => context.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private (byte[] Answer, NegotiateAuthenticationStatusCode Status, GssError? Why) Ask(byte[] token)
    {
        // The library is asked by its own interface first, which says why; the ticket is in its cache then. Not afterwards: a keytab with a wrong key would
        // count as two wrong passwords, and lock the account twice as fast.
        if (token.Length == 0 && OperatingSystem.IsLinux() && GssApi.WhyNoTicket(server.Host) is { } why)
        {
            return ([], NegotiateAuthenticationStatusCode.GenericFailure, why);
        }

        return (context.GetOutgoingBlob(token, out var status) ?? [], status, null);
    }

    private Task<T> RunAsync<T>(Func<T> call, CancellationToken cancellationToken)
    {
        var running = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        busy = running;
        return Deadline.RunAsync(
            _ => running,
            limit,
            time,
            LdapTrouble.KdcUnreachable,
            () => $"Kerberos gave no ticket for ldap/{server.Host}, and its KDC no answer,",
            cancellationToken);
    }
}
