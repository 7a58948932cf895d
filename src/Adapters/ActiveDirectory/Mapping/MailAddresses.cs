using System.Collections.Immutable;
using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Mapping;

/// <summary>
/// The further mail addresses of an entry: those of <c>proxyAddresses</c> that begin with <c>smtp:</c> in any case (other prefixes are no
/// mail), without the one that is the entry's <c>mail</c>, each once.
/// </summary>
internal static class MailAddresses
{
    private const string Prefix = "smtp:";

    internal static ImmutableArray<string> Aliases(LdapEntry entry, string? primary)
    {
        var values = entry.Values(AdNames.ProxyAddresses);
        if (values.Count == 0)
        {
            return [];
        }

        var found = new List<string>(values.Count);
        foreach (var value in values)
        {
            if (value.Length > Prefix.Length && Ascii.EqualsIgnoreCase(value[..Prefix.Length], Prefix))
            {
                found.Add(Encoding.UTF8.GetString(value[Prefix.Length..]).Trim());
            }
        }

        var main = primary?.Trim();
        if (found.Count == 1)
        {
            return found[0].Equals(main, StringComparison.OrdinalIgnoreCase) ? [] : [found[0]];
        }

        // Sorted before repeats are dropped: which spelling stays must not depend on the server's order.
        found.Sort(StringComparer.Ordinal);
        var kept = ImmutableArray.CreateBuilder<string>(found.Count);
        foreach (var alias in found)
        {
            if (!alias.Equals(main, StringComparison.OrdinalIgnoreCase) && kept.IndexOf(alias, 0, kept.Count, StringComparer.OrdinalIgnoreCase) < 0)
            {
                kept.Add(alias);
            }
        }

        return kept.DrainToImmutable();
    }
}
