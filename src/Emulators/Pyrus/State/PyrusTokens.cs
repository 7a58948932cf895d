using System.Buffers.Text;
using System.Security.Cryptography;

namespace SyncEngine.Emulators;

/// <summary>The access tokens given out since the start. A token outlives its validity here, so that each has its own reason for refusal.</summary>
internal sealed class PyrusTokens(TimeSpan lifetime, int perPerson, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Token> tokens = new(StringComparer.Ordinal);

    internal static string NewSecret(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    internal string Issue(int person)
    {
        lock (gate)
        {
            var mine = tokens.Values.Where(t => t.Person == person && !t.Revoked && t.Until > time.GetUtcNow()).OrderBy(t => t.Number).ToList();
            foreach (var oldest in mine.Take(mine.Count - perPerson + 1))
            {
                oldest.Revoked = true;
            }

            var text = "gAAAAA" + NewSecret(36);
            tokens.Add(text, new Token(tokens.Count, person, time.GetUtcNow() + lifetime));
            return text;
        }
    }

    /// <summary>Whose token it is, or why it is refused.</summary>
    internal (int? Person, string? Refusal) Check(string text)
    {
        lock (gate)
        {
            if (!tokens.TryGetValue(text, out var token))
            {
                return (null, "invalid_token");
            }

            return (token.Person, token.Revoked ? "revoked_token" : token.Until <= time.GetUtcNow() ? "expired_token" : null);
        }
    }

    internal void ExpireAll()
    {
        lock (gate)
        {
            foreach (var token in tokens.Values)
            {
                token.Until = DateTimeOffset.MinValue;
            }
        }
    }

    internal void RevokeAll(int? person = null)
    {
        lock (gate)
        {
            foreach (var token in tokens.Values.Where(t => person is null || t.Person == person))
            {
                token.Revoked = true;
            }
        }
    }

    private sealed class Token(int number, int person, DateTimeOffset until)
    {
        internal int Number { get; } = number;

        internal int Person { get; } = person;

        internal DateTimeOffset Until { get; set; } = until;

        internal bool Revoked { get; set; }
    }
}
