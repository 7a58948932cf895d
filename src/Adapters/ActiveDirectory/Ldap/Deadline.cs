using System.Globalization;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>Runs one wait with a deadline: it ends in time, or is cancelled, whatever the other side does.</summary>
internal static class Deadline
{
    internal static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> wait,
        TimeSpan limit,
        TimeProvider time,
        LdapTrouble trouble,
        Func<string> what,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            // WaitAsync: a wait that does not heed its token (name resolution on some systems) is left behind.
            return await wait(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested && e is not LdapException)
        {
            throw new LdapException(trouble, $"{what()} within {Text(limit)}.", e);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The conversation with the server was cancelled.", e, cancellationToken);
        }
    }

    internal static Task RunAsync(
        Func<CancellationToken, Task> wait,
        TimeSpan limit,
        TimeProvider time,
        LdapTrouble trouble,
        Func<string> what,
        CancellationToken cancellationToken) =>
        RunAsync(
            async token =>
            {
                await wait(token).ConfigureAwait(false);
                return true;
            },
            limit,
            time,
            trouble,
            what,
            cancellationToken);

    private static string Text(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.###} s");
}
