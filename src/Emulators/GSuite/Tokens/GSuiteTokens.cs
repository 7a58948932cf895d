using System.Buffers.Text;
using System.Security.Cryptography;

namespace SyncEngine.Emulators;

/// <summary>What a token allows.</summary>
/// <param name="UserId">Who it acts as; null for the service account itself, which the Directory API does not know.</param>
/// <param name="Scopes">The scopes asked for, all of them.</param>
/// <param name="Until">When it ends.</param>
internal sealed record GSuiteToken(string? UserId, IReadOnlySet<string> Scopes, DateTimeOffset Until);

/// <summary>The access tokens given out since the start.</summary>
internal sealed class GSuiteTokens(TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, GSuiteToken> tokens = new(StringComparer.Ordinal);

    /// <summary>What the answer of the token endpoint says, one second on the safe side as Google does.</summary>
    internal int ExpiresIn => Math.Max(1, (int)lifetime.TotalSeconds - 1);

    internal string Issue(string? userId, IEnumerable<string> scopes)
    {
        var text = "ya29.c." + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        lock (gate)
        {
            tokens.Add(text, new GSuiteToken(userId, scopes.ToHashSet(StringComparer.Ordinal), time.GetUtcNow() + lifetime));
        }

        return text;
    }

    internal GSuiteToken? Check(string text)
    {
        lock (gate)
        {
            return tokens.TryGetValue(text, out var token) && token.Until > time.GetUtcNow() ? token : null;
        }
    }

    internal void ExpireAll()
    {
        lock (gate)
        {
            tokens.Clear();
        }
    }
}
