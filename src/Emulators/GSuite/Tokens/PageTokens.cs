using System.Buffers.Text;
using System.Security.Cryptography;

namespace SyncEngine.Emulators;

/// <summary>Where a listing goes on.</summary>
/// <param name="Listing">Which listing it belongs to: the request without its page token.</param>
/// <param name="After">The key of the last item of the page before; null when no item was shown yet.</param>
/// <param name="Page">The number of the page it leads to; the first page is 1.</param>
/// <param name="Issued">When it was given.</param>
internal sealed record PageToken(string Listing, string? After, int Page, DateTimeOffset Issued);

/// <summary>The page tokens given out: opaque texts, bound to their listing, for a limited time. At most <see cref="Max"/>, the oldest go first.</summary>
internal sealed class PageTokens(GSuiteEmulatorOptions options)
{
    private const int Max = 100_000;

    private readonly Dictionary<string, PageToken> tokens = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly Lock gate = new();

    internal string Issue(string listing, string? after, int page)
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(60));
        lock (gate)
        {
            tokens.Add(text, new PageToken(listing, after, page, options.TimeProvider.GetUtcNow()));
            order.Enqueue(text);
            if (order.Count > Max)
            {
                tokens.Remove(order.Dequeue());
            }
        }

        return text;
    }

    internal PageToken Take(string text, string listing)
    {
        lock (gate)
        {
            return tokens.TryGetValue(text, out var token) && token.Listing == listing && token.Issued + options.PageTokenLifetime > options.TimeProvider.GetUtcNow()
                ? token
                : throw GSuiteRefusal.Invalid("Invalid Input: pageToken");
        }
    }

    internal void ExpireAll()
    {
        lock (gate)
        {
            tokens.Clear();
            order.Clear();
        }
    }
}
