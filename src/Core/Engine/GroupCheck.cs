using System.Runtime.CompilerServices;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>
/// The lines of <c>doctor</c> about the groups that a sync picks: each is there, once. The source itself is asked where it can be; otherwise what was read
/// from it counts. Called after the checks of store and source; says nothing when one of those failed. Writes nothing.
/// </summary>
internal sealed class GroupCheck(ConnectedSystems systems, SyncStateStore policies, IEntryQueries entries, bool storeIsNew)
{
    private const string Check = "groups";
    private const string Store = "store";

    internal async IAsyncEnumerable<CheckResult> RunAsync(
        SyncName sync, IReadOnlyList<ISystemCheck> checks, IReadOnlySet<string> failed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = systems.OptionsOf(sync);
        var texts = (options.PickedGroups ?? []).Concat(options.RoleGroups).Select(text => CanonicalText.Of(text)!).Distinct(StringComparer.Ordinal).ToList();
        if (texts.Count == 0 || failed.Contains(Store) || options.Sources.Any(failed.Contains))
        {
            yield break;
        }

        List<CheckResult> results;
        try
        {
            var state = storeIsNew ? SyncState.Initial : await policies.LoadAsync(sync, cancellationToken).ConfigureAwait(false);
            var wanted = texts.Select(text => new Wanted(text, state.Picked.GetValueOrDefault(text)?.Anchor, state.Picked.GetValueOrDefault(text)?.System)).ToList();
            var lines = new List<CheckResult>();
            var failures = new SortedDictionary<string, CheckResult>(StringComparer.Ordinal);
            foreach (var source in options.Sources.Select(source => new SystemName(source)))
            {
                // A group that was found once is one of its own source; another may be any source's.
                var here = wanted.Where(group => group.Anchor is null ? !group.Found : (group.System ?? new SystemName(options.Source)) == source).ToList();
                if (here.Count > 0)
                {
                    lines.AddRange(await LookAsync(sync, source, here, checks, failures, cancellationToken).ConfigureAwait(false));
                }
            }

            results = [.. lines, .. failures.Values];
        }
        catch (SyncEngineException e)
        {
            results = [new CheckResult(options.Source, Check, CheckStatus.Failed, $"{e.Message} [{e.Code}]", e.Remedy)];
        }

        foreach (var result in results)
        {
            yield return result;
        }
    }

    private async Task<List<CheckResult>> LookAsync(
        SyncName sync, SystemName source, List<Wanted> wanted, IReadOnlyList<ISystemCheck> checks, SortedDictionary<string, CheckResult> failures,
        CancellationToken cancellationToken)
    {
        var asked = checks.FirstOrDefault(check => check.Subject == source.Value) is { } check
            ? await check.FindGroupsAsync([.. wanted.Select(group => group.Query)], cancellationToken).ConfigureAwait(false)
            : null;
        var known = asked is null && !storeIsNew ? await KnownAsync(source, cancellationToken).ConfigureAwait(false) : [];
        if (asked is null && known.Count == 0)
        {
            return
            [
                new CheckResult(
                    source.Value, Check, CheckStatus.Warning,
                    $"sync '{sync}': whether {source} has {Listed(wanted.Select(group => group.Text))} is not known before it was read", "Run 'preview' once."),
            ];
        }

        var found = new List<string>();
        foreach (var group in wanted)
        {
            var candidates = asked is null ? known : Candidates(source, asked.GetValueOrDefault(group.Query) ?? []);
            if (Judge(sync, source, group, candidates, asked is not null) is { } failure)
            {
                failures.TryAdd(group.Text, failure);
            }
            else
            {
                group.Found = true;
                failures.Remove(group.Text);
                found.Add(group.Text);
            }
        }

        return found.Count == 0 ? [] : [new CheckResult(source.Value, Check, CheckStatus.Ok, $"sync '{sync}': {source} has {Listed(found)}")];
    }

    private static CheckResult? Judge(SyncName sync, SystemName source, Wanted group, List<EntryState> candidates, bool asked)
    {
        if (group.Anchor is { } anchor)
        {
            return candidates.Exists(c => c.Key.Anchor == anchor && c.Presence == EntryPresence.Present)
                ? null
                : new CheckResult(
                    source.Value, Check, CheckStatus.Failed,
                    $"Sync '{sync}' picked the group '{group.Text}' ({anchor}), which {source} does not have any more, or not where it is read. Nobody is "
                    + "blocked for that, and nobody is added by it.",
                    "Restore the group, or name the one that is meant by its address (DN) or anchor in PickedGroups: a group made anew under the same name is "
                    + "another one.");
        }

        if (asked && candidates.Count == 0)
        {
            return new CheckResult(
                source.Value, Check, CheckStatus.Failed,
                $"Sync '{sync}' picks the group '{group.Text}', which {source} does not have, or not where it is read.",
                "Correct the name in PickedGroups; a DN, name, login name, address or anchor will do. The base that is read must hold the group.");
        }

        try
        {
            GroupLookup.Find(sync, source.Value, group.Text, candidates);
            return null;
        }
        catch (ConfigurationException e)
        {
            return new CheckResult(source.Value, Check, CheckStatus.Failed, e.Message, e.Remedy);
        }
    }

    private static List<EntryState> Candidates(SystemName source, IReadOnlyList<SourceRecord> records) =>
        [.. records.Select(r => new EntryState { Key = new EntryKey(source, EntryKind.Group, r.Anchor), Attributes = r.Attributes })];

    private async Task<List<EntryState>> KnownAsync(SystemName source, CancellationToken cancellationToken)
    {
        var known = new List<EntryState>();
        await foreach (var group in entries.ReadAllAsync(source, EntryKind.Group, cancellationToken).ConfigureAwait(false))
        {
            known.Add(group);
        }

        return known;
    }

    private static string Listed(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"'{text}'"));

    /// <summary>A configured group: its text, and the anchor it was found under when a plan was made with it.</summary>
    private sealed record Wanted(string Text, string? Anchor, SystemName? System)
    {
        internal string Query => Anchor ?? Text;

        /// <summary>Whether a source was found to have it.</summary>
        internal bool Found { get; set; }
    }
}
