using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>Looks for the groups that a text may mean: by id, address, alias or name, ignoring case.</summary>
internal static class GroupFinder
{
    internal static async Task<IReadOnlyDictionary<string, IReadOnlyList<SourceRecord>>> FindAsync(
        GSuiteConnection connection, IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
    {
        var found = texts.ToDictionary(text => text, _ => new List<SourceRecord>(), StringComparer.Ordinal);
        var client = connection.NewClient();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scope in DirectoryScope.Of(connection.Options))
        {
            var listing = new Listing<GoogleGroup>(
                "groups", (token, what, stop) => client.GroupsAsync(scope, token, what, stop), connection.Options.ListingRestarts, connection.Logger);
            await foreach (var page in listing.PagesAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (var group in page.Items)
                {
                    if (group is { Id: { } id } && seen.Add(id))
                    {
                        foreach (var (_, groups) in found.Where(text => IsCalled(group, text.Key)))
                        {
                            groups.Add(GroupMapping.ToRecord(group, null));
                        }
                    }
                }
            }
        }

        return found.ToDictionary(text => text.Key, IReadOnlyList<SourceRecord> (text) => text.Value, StringComparer.Ordinal);
    }

    private static bool IsCalled(GoogleGroup group, string text) =>
        new[] { group.Id, group.Email, group.Name }.Concat(group.Aliases ?? []).Any(name => string.Equals(name, text.Trim(), StringComparison.OrdinalIgnoreCase));
}
