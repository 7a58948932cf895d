using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Which attributes the accounts or the groups of an export have: an export brings no schema, so it is gone through.</summary>
internal static class LdifFields
{
    internal static async Task<IReadOnlyCollection<string>> ReadAsync(LdifFile file, EntryKind kind, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var entry = new LdapEntry();
        using var reader = file.RereadWhole();
        while (await reader.ReadAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            if (AdClassifier.Of(entry) is AdClass.Account or AdClass.Group && AdClassifier.KindOf(AdClassifier.Of(entry)) == kind)
            {
                Take(entry, names);
            }
        }

        return names;
    }

    private static void Take(LdapEntry entry, HashSet<string> names)
    {
        for (var i = 0; i < entry.AttributeCount; i++)
        {
            names.Add(Encoding.UTF8.GetString(entry.Name(i)));
        }
    }
}
