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

    /// <summary>The filter with its field as the source spells it, and the field where it must be asked for from now on.</summary>
    /// <param name="change">The filter to be set.</param>
    /// <param name="source">The source it is about.</param>
    /// <param name="notes">Takes what a person should know before saying yes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RuleException">The source has no such field; the message names those that come close.</exception>
    internal async Task<(RuleChange Change, SourceField? Wanted)> FindAsync(
        RuleChange change, SystemName source, List<string> notes, CancellationToken cancellationToken)
    {
        var field = change.Field!;
        if (field == TextFilter.Path)
        {
            return (change, null);
        }

        var seen = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var entry in entries.ReadAllAsync(source, change.Kind, cancellationToken).ConfigureAwait(false))
        {
            seen.UnionWith(entry.Attributes.Select(attribute => attribute.Key));
        }

        if (Spelled(field, seen) is { } known)
        {
            // One of the configuration's own may be taken out of it again: the filter keeps it.
            return (change.OfField(known), AttributeNames.All.Contains(known) ? null : new SourceField(change.Kind, known));
        }

        var described = await systems.Source(source.Value).DescribeAsync(change.Kind, cancellationToken).ConfigureAwait(false);
        if (Spelled(field, described?.Given ?? [.. AttributeNames.All]) is { } given)
        {
            notes.Add($"Nobody has the field '{given}'; the filter finds nothing for now. Fields there are: {string.Join(", ", seen.Append(TextFilter.Path))}.");
            return (change.OfField(given), null);
        }

        if (Spelled(field, described?.OnRequest ?? []) is { } further)
        {
            notes.Add(
                $"'{further}' was not read of {source} yet, so whom the filter covers cannot be said before. Once it is stored, {source} is read in full for it, " +
                "and no plan is made until that has come to its end.");
            return (change.OfField(further), new SourceField(change.Kind, further));
        }

        return seen.Count == 0 && described is null
            ? (change, null) // nothing was read yet
            : throw Unknown(field, source, seen, described);
    }

    /// <summary>What to append so that fields are read from now on; nothing for those that are already.</summary>
    internal async Task<IReadOnlyList<StreamAppend>> WantAsync(
        SystemName source, IReadOnlyCollection<SourceField> fields, CancellationToken cancellationToken)
    {
        if (fields.Count == 0)
        {
            return [];
        }

        var memory = await SystemMemory.LoadAsync(store, source, cancellationToken).ConfigureAwait(false);
        return memory.Want(fields) is { } append ? [append] : [];
    }

    /// <summary>Makes sure that every field a filter needs was read of everybody.</summary>
    /// <exception cref="ConnectedSystemException">One was not: the full reading it waits for did not come to its end.</exception>
    internal async Task EnsureReadAsync(SystemName source, ImmutableArray<FilterAdded> filters, CancellationToken cancellationToken)
    {
        if (filters.All(filter => AttributeNames.All.Contains(filter.Field)))
        {
            return;
        }

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

    private static string? Spelled(string field, IReadOnlyCollection<string> names) => names.Contains(field, StringComparer.Ordinal)
        ? field
        : names.FirstOrDefault(name => string.Equals(name, field, StringComparison.OrdinalIgnoreCase));

    private static RuleException Unknown(string field, SystemName source, IReadOnlyCollection<string> seen, SourceFields? described)
    {
        var near = (described?.OnRequest ?? []).Where(name => NearNames.IsNear(field, name)).Take(CandidatesMax).ToList();
        var given = described?.Given ?? [];
        var further = near.Count == 0
            ? described is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {described.OnRequest.Length} others can be asked for; none is spelled like it.")
            : $" Others that can be asked for and are spelled like it: {string.Join(", ", near)}.";
        return new RuleException(
            "FieldUnknown",
            $"{source} has no field '{field}'. Fields there are: {string.Join(", ", seen.Union(given, StringComparer.Ordinal).Order(StringComparer.Ordinal).Append(TextFilter.Path))}.{further}",
            "Name one of the fields.");
    }
}
