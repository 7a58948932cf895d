using System.Globalization;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>How the searches of one connection ended, and how often a server referred to another: what a receipt proves a reading with.</summary>
internal sealed class AnswerCounts
{
    private readonly SortedDictionary<LdapResultCode, int> codes = [];

    /// <summary>References to other servers, followed by nobody.</summary>
    internal int References { get; private set; }

    internal void Count(LdapResultCode code) => codes[code] = codes.GetValueOrDefault(code) + 1;

    internal void CountReference() => References++;

    /// <summary><c>success (0): 14, noSuchObject (32): 1</c>.</summary>
    public override string ToString() => string.Join(
        ", ", codes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{new LdapResult(c.Key, "").Name}: {c.Value}")));
}
