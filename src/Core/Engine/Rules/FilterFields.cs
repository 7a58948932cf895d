using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// Which field a filter means: one that readings give already, or one that has to be asked for from now on. Until a full reading gave such a field of
/// everybody, no plan is made: who is covered could not be said.
/// </summary>
internal sealed class FilterFields(ConnectedSystems systems, IEventStore store, IEntryQueries entries)
{
    /// <summary>How many fields that could be asked for are named when none is meant.</summary>
    private const int CandidatesMax = 5;

    /// <summary>The filter with its field as the sources spell it, and the sources that must be asked for it from now on.</summary>
    /// <param name="change">The filter to be set.</param>
    /// <param name="options">The sync.</param>
    /// <param name="notes">Takes what a person should know before saying yes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RuleException">No source has such a field; the message names those that come close.</exception>
    internal async Task<(RuleChange Change, IReadOnlyList<(SystemName Source, SourceField Field)> Wanted)> FindAsync(
        RuleChange change, SyncOptions options, List<string> notes, CancellationToken cancellationToken)
    {
        var field = change.Field!;
        if (field == TextFilter.Path)
        {
            return (change, []);
        }

        var seen = new List<(SystemName Source, SortedSet<string> Fields)>();
        foreach (var source in options.Sources.Select(name => new SystemName(name)))
        {
            seen.Add((source, await SeenAsync(source, change.Kind, cancellationToken).ConfigureAwait(false)));
        }

        var all = new SortedSet<string>(seen.SelectMany(one => one.Fields), StringComparer.Ordinal);
        if (Spelled(field, all) is { } usual && AttributeNames.All.Contains(usual))
        {
            return (change.OfField(usual), []);
        }

        var asked = new List<Asked>();
        foreach (var (source, fields) in seen)
        {
            var described = Spelled(field, fields) is null
                ? await systems.Source(source.Value).DescribeAsync(change.Kind, cancellationToken).ConfigureAwait(false)
                : null;
            asked.Add(new Asked(source, fields, described));
        }

        var further = asked.Where(one => Spelled(field, one.OnRequest) is not null).ToList();
        if (Spelled(field, all) is { } known)
        {
            // One of the configuration's own may be taken out of it again: the filter keeps it.
            return (change.OfField(known), Want(asked.Where(one => one.Seen.Contains(known)).Concat(further), change.Kind, known));
        }

        if (further.Count > 0)
        {
            var wanted = Spelled(field, further[0].OnRequest)!;
            var names = string.Join(" and ", further.Select(one => one.Source));
            notes.Add(
                $"'{wanted}' was not read of {names} yet, so whom the filter covers cannot be said before. Once it is stored, {names} is read in full for it, " +
                "and no plan is made until that has come to its end.");
            return (change.OfField(wanted), Want(further, change.Kind, wanted));
        }

        if (asked.Select(one => Spelled(field, one.Given)).FirstOrDefault(name => name is not null) is { } given)
        {
            notes.Add($"Nobody has the field '{given}'; the filter finds nothing for now. Fields there are: {string.Join(", ", all.Append(TextFilter.Path))}.");
            return (change.OfField(given), []);
        }

        return all.Count == 0 && asked.TrueForAll(one => one.Described is null)
            ? (change, []) // nothing was read yet
            : throw Unknown(field, all, asked);
    }

    /// <summary>What to append so that fields are read from now on; nothing for those that are already.</summary>
    internal async Task<IReadOnlyList<StreamAppend>> WantAsync(
        IReadOnlyCollection<(SystemName Source, SourceField Field)> fields, CancellationToken cancellationToken)
    {
        var appends = new List<StreamAppend>();
        foreach (var source in fields.GroupBy(field => field.Source))
        {
            var memory = await SystemMemory.LoadAsync(store, source.Key, cancellationToken).ConfigureAwait(false);
            appends.AddRange(memory.Want(source.Select(field => field.Field)) is { } append ? [append] : []);
        }

        return appends;
    }

    /// <summary>Makes sure that every field a filter needs was read of everybody.</summary>
    /// <exception cref="ConnectedSystemException">One was not: the full reading it waits for did not come to its end.</exception>
    internal async Task EnsureReadAsync(SyncOptions options, ImmutableArray<FilterAdded> filters, CancellationToken cancellationToken)
    {
        if (filters.All(filter => AttributeNames.All.Contains(filter.Field)))
        {
            return;
        }

        foreach (var source in options.Sources.Select(name => new SystemName(name)))
        {
            var unread = (await SystemMemory.LoadAsync(store, source, cancellationToken).ConfigureAwait(false)).Unread;
            if (filters.FirstOrDefault(filter => unread.Contains(new SourceField(filter.Kind, filter.Field))) is { } waiting)
            {
                throw new ConnectedSystemException(
                    source, "FieldNotRead",
                    $"The filter {TextFilter.Text(waiting.Field, waiting.Text)} needs '{waiting.Field}' of everybody, and {source} could not be read in full since it was set. " +
                    "No plan is made: nobody can say whom the filter covers.",
                    $"See why the reading of {source} does not come to its end (status), or take the filter away (filters remove).");
            }
        }
    }

    private async Task<SortedSet<string>> SeenAsync(SystemName source, EntryKind kind, CancellationToken cancellationToken)
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var entry in entries.ReadAllAsync(source, kind, cancellationToken).ConfigureAwait(false))
        {
            seen.UnionWith(entry.Attributes.Select(attribute => attribute.Key));
        }

        return seen;
    }

    private static List<(SystemName, SourceField)> Want(IEnumerable<Asked> asked, EntryKind kind, string name) =>
        [.. asked.Select(one => (one.Source, new SourceField(kind, Spelled(name, one.OnRequest) ?? name)))];

    private static string? Spelled(string field, IReadOnlyCollection<string> names) => names.Contains(field, StringComparer.Ordinal)
        ? field
        : names.FirstOrDefault(name => string.Equals(name, field, StringComparison.OrdinalIgnoreCase));

    private static RuleException Unknown(string field, SortedSet<string> seen, List<Asked> asked)
    {
        var others = asked.SelectMany(one => one.OnRequest).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var near = others.Where(name => NearNames.IsNear(field, name)).Take(CandidatesMax).ToList();
        var given = asked.SelectMany(one => one.Described is null ? [] : one.Given);
        var further = near.Count > 0 ? $" Others that can be asked for and are spelled like it: {string.Join(", ", near)}."
            : others.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $" {others.Count} others can be asked for; none is spelled like it.")
            : "";
        return new RuleException(
            "FieldUnknown",
            $"{string.Join(" and ", asked.Select(one => one.Source))} has no field '{field}'. Fields there are: " +
            $"{string.Join(", ", seen.Union(given, StringComparer.Ordinal).Order(StringComparer.Ordinal).Append(TextFilter.Path))}.{further}",
            "Name one of the fields.");
    }

    /// <summary>What one source has: the fields seen on its entries, and what it says itself where the field was not among them.</summary>
    private sealed record Asked(SystemName Source, SortedSet<string> Seen, SourceFields? Described)
    {
        internal IReadOnlyCollection<string> Given => Described?.Given ?? (IReadOnlyCollection<string>)AttributeNames.All;

        internal IReadOnlyCollection<string> OnRequest => Described?.OnRequest ?? [];
    }
}
