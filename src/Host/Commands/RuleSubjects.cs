using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>Finds whom and what a decision is about by what people type.</summary>
internal sealed class RuleSubjects(EngineSession session, SyncName sync)
{
    private const int CandidatesMax = 10;

    internal async Task<EntryKey> PersonAsync(string text, CancellationToken cancellationToken) =>
        (await session.Engine.FindPersonAsync(sync, text, cancellationToken)).Key;

    /// <exception cref="RuleException">No group, or several; the message lists candidates.</exception>
    internal async Task<EntryState> GroupAsync(string text, CancellationToken cancellationToken)
    {
        var found = await session.Engine.FindGroupsAsync(sync, text, CandidatesMax, cancellationToken);
        if (found is [var only])
        {
            return only;
        }

        if (found.Count > 1)
        {
            throw new RuleException(
                "GroupAmbiguous", $"{Words.Count(found.Count, "group", "groups")} {(found.Count == CandidatesMax ? "or more " : "")}answer to '{text}': {Listed(found)}.",
                "Give the address (DN) or the anchor of the one you mean.");
        }

        var some = await session.Engine.FindGroupsAsync(sync, "", CandidatesMax, cancellationToken);
        throw new RuleException(
            "GroupUnknown", $"No group answers to '{text}', as far as was read.{(some.Count == 0 ? "" : $" There are: {Listed(some)}{(some.Count == CandidatesMax ? "; …" : "")}.")}",
            "Give a part of its name, or run 'preview' to read again.");
    }

    /// <summary>The entries of rows: a person or group of the source where the row has one, else the account.</summary>
    internal async Task<List<EntryKey>> RowsAsync(string? planText, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var plan = planText is not null ? await Plans.FindAsync(session.Engine, planText, cancellationToken)
            : await session.Engine.ListPlansAsync(sync, 1, cancellationToken) is [var newest] && await session.Engine.FindPlanAsync(newest.Id, cancellationToken) is { } found
                ? await PlanInFull.ReadAsync(session.Engine, found, cancellationToken)
                : throw new UsageException($"'{sync}' has no plan whose rows could be named.", $"Prepare one: preview {sync}.");
        if (plan.Sync != sync)
        {
            throw new UsageException($"Plan {Ids.Short(plan.Id)} belongs to the sync '{plan.Sync}', not to '{sync}'.", "Name its own sync.");
        }

        var ids = Plans.RowsOf(plan, "--row", texts).ToHashSet(StringComparer.Ordinal);
        return [.. plan.Rows.Where(row => ids.Contains(row.Id)).Select(KeyOf)];
    }

    /// <summary>The exceptions that some texts mean: by anchor, address or name of what is excluded.</summary>
    internal static List<EntryKey> Lifted(SyncRules rules, SyncName sync, IEnumerable<string> texts) => [.. texts.Select(text =>
    {
        var found = rules.Exceptions.Where(view => Answers(view, text)).ToList();
        return found switch
        {
            [var only] => only.Exclusion.Key,
            [] => throw new RuleException(
                "NoException", $"Nothing that is excluded from '{sync}' answers to '{text}'.", $"List what there is: exceptions list {sync}."),
            _ => throw new RuleException(
                "ExceptionAmbiguous", $"{Words.Count(found.Count, "exception", "exceptions")} answer to '{text}': {string.Join("; ", found.Select(view => view.Exclusion.Key.Anchor))}.",
                "Give the anchor of the one you mean."),
        };
    })];

    private static bool Answers(ExceptionView view, string text) =>
        view.Exclusion.Key.Anchor == text
        || string.Equals(view.Email, text, StringComparison.OrdinalIgnoreCase)
        || CanonicalText.NameKey(view.Name) == CanonicalText.NameKey(text);

    private EntryKey KeyOf(PlanRow row) => row switch
    {
        { Kind: RowKind.Department } => throw new UsageException($"Row {row.Id} is a department, which cannot be excluded.", "Name rows of people or groups."),
        { Kind: RowKind.Role, Source: { } group } => new EntryKey(group.System, EntryKind.Group, group.Anchor),
        { Source: { } source } => new EntryKey(source.System, EntryKind.Account, source.Anchor),
        { Kind: RowKind.User, Target.Id: { } account } => new EntryKey(new SystemName(session.OptionsOf(sync).Target), EntryKind.Account, account),
        _ => throw new UsageException($"Row {row.Id} is about nobody who could be excluded.", "Name rows of people or groups."),
    };

    private static string Listed(IEnumerable<EntryState> groups) =>
        string.Join("; ", groups.Select(group => group.Attributes[AttributeNames.Address] ?? group.Attributes[AttributeNames.Name] ?? group.Key.Anchor));
}
