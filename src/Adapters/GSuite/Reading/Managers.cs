using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>Asks who has the address that a manager is named by.</summary>
internal static class Managers
{
    /// <summary>The anchor, or null when Google says cleanly that no user of this customer has it.</summary>
    /// <exception cref="GoogleApiException">It could not be asked.</exception>
    internal static async Task<string?> FindAsync(DirectoryClient client, string email, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.UserAsync(email, DirectoryFields.UserId, "a manager", cancellationToken).ConfigureAwait(false)).Id;
        }
        catch (GoogleApiException e) when (e is { Failure: GoogleFailure.Refused, Status: 400 or 403 or 404 })
        {
            // 404: nobody; 403: somebody of another customer; 400: no address at all, since anything can be typed there.
            return null;
        }
    }
}
