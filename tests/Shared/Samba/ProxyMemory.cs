using System.Collections.Concurrent;

namespace SyncEngine.TestSupport.Samba;

/// <summary>What a domain controller answered, for each state of the domain, by request.</summary>
public sealed class ProxyMemory
{
    internal ConcurrentDictionary<string, IReadOnlyList<LdapPart>> Answers { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// Where in a search a page stands. Samba's cookies name the search only, and are the same for each of its pages: a proxy that remembers answers must
/// tell the pages apart.
/// </summary>
/// <param name="Number">How many pages came before.</param>
/// <param name="Cookie">The controller's cookie.</param>
/// <param name="Emptied">Whether an empty page was given in its place already.</param>
internal sealed record ProxyPage(byte Number, byte[] Cookie, bool Emptied)
{
    internal static ProxyPage Parse(byte[] cookie) => cookie.Length == 0 ? new(0, [], false) : new(cookie[0], cookie[2..], cookie[1] == 1);

    internal byte[] ToCookie() => [Number, Emptied ? (byte)1 : (byte)0, .. Cookie];
}
