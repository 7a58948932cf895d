using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Simulation;

/// <summary>
/// What the directory says should be, worked out from its records and the administrators' decisions alone, in another way than the engine does: the measure that plans
/// are held against.
/// </summary>
internal sealed class Wanted
{
    private static readonly string[] Admitted = ["ou-users", "ou-paris"];
    private readonly Life life;
    private readonly SyncRules rules;

    internal Wanted(Life life, IEnumerable<SourceRecord> records, SyncRules rules)
    {
        (this.life, this.rules) = (life, rules);
        People = records.Where(r => r is { Kind: EntryKind.Account, Deleted: false }).ToDictionary(r => r.Anchor, StringComparer.Ordinal);
        Groups = records.Where(r => r is { Kind: EntryKind.Group, Deleted: false }).ToDictionary(r => r.Anchor, StringComparer.Ordinal);
    }

    internal Dictionary<string, SourceRecord> People { get; }

    internal Dictionary<string, SourceRecord> Groups { get; }

    /// <summary>Whether a person should have access, exceptions and filters left aside.</summary>
    internal bool Access(string person) => People.GetValueOrDefault(person) is { Enabled: true } record
        && Admitted.Contains(record.Parent, StringComparer.Ordinal)
        && (!life.Picked || Members("g-picked").Contains(person));

    internal bool IsExcluded(string group) =>
        rules.Exceptions.Any(view => view.Exclusion.Key == new EntryKey(RandomWorld.Source, EntryKind.Group, group))
        || (Groups.GetValueOrDefault(group) is { } record && rules.Filters.Any(view =>
            view.Filter.Kind == EntryKind.Group && Has(record, view.Filter.Field, view.Filter.Text)));

    /// <summary>Whether a person is left alone, by hand or by a filter.</summary>
    internal bool IsFrozen(string person, string? account) =>
        rules.Exceptions.Any(view => view.Exclusion.Key == new EntryKey(RandomWorld.Source, EntryKind.Account, person)
            || view.Exclusion.Key == new EntryKey(RandomWorld.Target, EntryKind.Account, account ?? "none"))
        || (People.GetValueOrDefault(person) is { } record && rules.Filters.Any(view =>
            view.Filter.Kind == EntryKind.Account && Has(record, view.Filter.Field, view.Filter.Text)));

    /// <summary>Who is in a group, or in one that stands in it; excluded ones are not entered.</summary>
    internal HashSet<string> Members(string group)
    {
        var people = new HashSet<string>(StringComparer.Ordinal);
        var entered = new HashSet<string>(StringComparer.Ordinal);
        Enter(group);
        return people;

        void Enter(string anchor)
        {
            if (IsExcluded(anchor) || !entered.Add(anchor) || Groups.GetValueOrDefault(anchor) is not { } record)
            {
                return;
            }

            foreach (var member in record.Members)
            {
                if (member.StartsWith("g-", StringComparison.Ordinal))
                {
                    Enter(member);
                }
                else
                {
                    people.Add(member);
                }
            }
        }
    }

    private static bool Has(SourceRecord record, string field, string text) =>
        record.Attributes[field]?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
