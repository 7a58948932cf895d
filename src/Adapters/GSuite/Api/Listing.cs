using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// One list, page after page, the next page asked for while one is used. When a page token has died, or a page stays broken, the list begins again from
/// its first page, so items can come twice. It ends only with a page that has no next one.
/// </summary>
/// <param name="what">What is listed, for messages: <c>users</c>.</param>
/// <param name="read">Reads the page at a token, null for the first; the text says which one.</param>
/// <param name="restartsMax">How often it may begin again.</param>
/// <param name="logger">Is told of each new beginning.</param>
internal sealed class Listing<T>(string what, Func<string?, string, CancellationToken, Task<Page<T>>> read, int restartsMax, ILogger logger)
    where T : class
{
    /// <summary>How often it began again.</summary>
    internal int Restarts { get; private set; }

    /// <exception cref="GoogleApiException">A page cannot be read.</exception>
    internal async IAsyncEnumerable<Page<T>> PagesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var number = 1;
        string? token = null;
        var given = new HashSet<string>(StringComparer.Ordinal);
        var next = ReadAsync(token, number, stop.Token);
        try
        {
            while (true)
            {
                Page<T> page;
                try
                {
                    page = await next.ConfigureAwait(false);
                    token = page.NextPageToken;
                    ThrowIfInCircle(token is null || given.Add(token), number);
                    if (token is not null)
                    {
                        // Asked for before the items are read: the server works while we do.
                        next = ReadAsync(token, ++number, stop.Token);
                    }

                    _ = page.Items;
                }
                catch (GoogleApiException e) when (number > 1 && Restarts < restartsMax && MayBegin(e))
                {
                    Log.ListingRestarts(logger, e.Message);
                    Restarts++;
                    given.Clear();
                    await Ended(next).ConfigureAwait(false);
                    next = ReadAsync(token = null, number = 1, stop.Token);
                    continue;
                }

                yield return page;
                if (token is null)
                {
                    yield break;
                }
            }
        }
        finally
        {
            // Given up halfway: what was asked for ahead is not wanted any more.
            await stop.CancelAsync().ConfigureAwait(false);
            await Ended(next).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a page that nobody wants any more, whatever becomes of it.</summary>
    private static async Task Ended(Task page) => await page.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Task<Page<T>> ReadAsync(string? token, int number, CancellationToken cancellationToken) =>
        read(token, string.Create(CultureInfo.InvariantCulture, $"page {number} of {what}"), cancellationToken);

    /// <summary>
    /// A page token that the API does not take any more is a 400 (or 410) on a page whose list it gave a page of before; after that only the first page
    /// helps. The same holds for a page that stays broken: long lists end in 503 when they take too long.
    /// </summary>
    private static bool MayBegin(GoogleApiException e) => e is { Failure: GoogleFailure.Refused, Status: 400 or 410 } or { Failure: GoogleFailure.AnswerLost };

    /// <summary>A list whose pages lead back to one of them would never end.</summary>
    private void ThrowIfInCircle(bool isNew, int number)
    {
        if (!isNew)
        {
            throw new GoogleApiException(
                GoogleFailure.AnswerLost, string.Create(CultureInfo.InvariantCulture, $"page {number} of {what} says that a page comes next that was read before"));
        }
    }
}
