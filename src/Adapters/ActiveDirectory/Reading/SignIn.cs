using System.Security.Authentication.ExtendedProtection;
using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Signs in as configured: by name and password inside TLS, or by a Kerberos ticket.</summary>
internal static class SignIn
{
    internal static async Task RunAsync(
        LdapConnection connection, ActiveDirectoryOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.SignIn == SignInMethod.Password)
        {
            await connection.BindAsync(options.User!, options.Password!, cancellationToken).ConfigureAwait(false);
            return;
        }

        var context = Context(connection, options, time);
        var owned = false;
        try
        {
            var first = await context.BeginAsync(cancellationToken).ConfigureAwait(false);
            owned = await KerberosSignIn.RunAsync(connection, context, first, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!owned)
            {
                context.Dispose();
            }
        }
    }

    /// <summary>Our side of a sign-in by Kerberos; inside TLS it is bound to this very channel, so that nobody can pass it on.</summary>
    internal static KerberosContext Context(LdapConnection connection, ActiveDirectoryOptions options, TimeProvider time) => new(
        connection.Server,
        options.ConnectTimeout,
        time,
        connection.Tls?.TransportContext.GetChannelBinding(ChannelBindingKind.Endpoint),
        KerberosLibrary.System);

    /// <summary>Who signs in, for messages.</summary>
    internal static string Who(ActiveDirectoryOptions options) =>
        options.SignIn == SignInMethod.Kerberos ? "the account of the Kerberos ticket" : $"'{options.User}'";
}
