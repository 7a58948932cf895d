using SyncEngine.Audit;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Host;

/// <summary>A page of people in whom a search found something. Next is what to give as <c>--after</c> for the next page; null when this is the last.</summary>
internal sealed record PeopleJson(int Schema, string Sync, string Pattern, int Found, string? Next, IReadOnlyList<PeopleJson.Item> People)
{
    internal static PeopleJson Of(SyncName sync, string pattern, IReadOnlyList<PersonMatch> page, string? next) => new(
        JsonOutput.Schema, sync.Value, pattern, page.Count, next,
        [.. page.Select(match => new Item(
            match.Person.Key.System.Value, match.Person.Key.Anchor, match.Name, match.Person.Attributes[AttributeNames.Email], match.Person.Attributes[AttributeNames.Login],
            match.Path.Length == 0 ? null : match.Path, match.Person.Enabled, match.Person.Presence, match.Matches))]);

    internal sealed record Item(
        string System, string Anchor, string Name, string? Email, string? Login, string? Path, bool Enabled, EntryPresence Presence, IReadOnlyList<FieldMatch> Matches);
}
