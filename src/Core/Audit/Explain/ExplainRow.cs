using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Tells the second half of the chain: account, fields, protection, limits, selection. Pure.</summary>
internal static class ExplainRow
{
    internal static IEnumerable<ExplainStep> Steps(ExplainScene scene)
    {
        yield return Correlation(scene);
        if (Comparison(scene) is { } comparison)
        {
            yield return comparison;
        }

        if (Protection(scene) is { } protection)
        {
            yield return protection;
        }

        if (scene.Row is { } row)
        {
            if (Limits(scene, row) is { } limits)
            {
                yield return limits;
            }

            yield return Selection(scene, row);
        }
    }

    private static ExplainStep Correlation(ExplainScene scene)
    {
        var world = scene.World;
        if (scene.IsAccount)
        {
            var owner = world.Correlator.LinkedTo(scene.Person.Key.Anchor).FirstOrDefault();
            return new ExplainStep(
                ExplainStage.Correlation,
                owner is null ? $"Nobody in {world.SourceNames} is linked to the account." : $"Linked to {PersonNames.Of(owner)} ({owner.Key.Anchor}).",
                scene.Person.Attributes[AttributeNames.AccountType] is { } type ? $"account type '{type}'" : null, false);
        }

        if (scene.Link is { } link)
        {
            var gone = scene.Account is null ? $", which {world.Target} does not have any more" : "";
            return new ExplainStep(ExplainStage.Correlation, $"Linked to account {link.AccountId} of {world.Target}{gone}.", $"link ({link.Origin})", false);
        }

        if (world.Fields.Address(scene.Person) is not { } address)
        {
            return new ExplainStep(ExplainStage.Correlation, "Not linked, and without an address an account could be found by.", null, false);
        }

        var accounts = world.Correlator.AccountsWith(address).Select(account => $"{account.Key.Anchor} ({PersonNames.Of(account)}{Standing(account)})").ToList();
        var others = world.Claimants(address).Where(other => other.Key != scene.Person.Key).Select(other => $"{PersonNames.Of(other)} ({other.Key.Anchor})").ToList();
        var found = accounts.Count == 0 ? $"no account of {world.Target} has the address {address}" : $"the address {address} has: account {string.Join(", account ", accounts)}";
        var claimed = others.Count == 0 ? "" : $" In {world.SourceNames} it belongs to others too: {string.Join(", ", others)}.";
        return new ExplainStep(ExplainStage.Correlation, $"Not linked; {found}.{claimed}", $"address {address}, situation {scene.Row?.Situation.ToString() ?? "None"}", false);
    }

    private static string Standing(EntryState account) =>
        account.Enabled ? "" : Blocks.IsBlocked(account) ? ", blocked" : $", {account.Attributes[AttributeNames.EmploymentState]}";

    private static ExplainStep? Comparison(ExplainScene scene)
    {
        if (scene.IsAccount)
        {
            return null;
        }

        var (world, person) = (scene.World, scene.Person);
        if (PersonData.Problem(person, world.Fields) is { } problem && PlanningWorld.IsActive(person))
        {
            return new ExplainStep(ExplainStage.Comparison, problem.Text, problem.Reason.ToString(), false);
        }

        if (scene.Account is not { } account)
        {
            return null;
        }

        var link = scene.Link;
        var compared = world.Fields.Compare(person, account, link);
        var fields = NativeNames.Added(world.Policy).Select(m => m.Key).Order(StringComparer.Ordinal).Select(field => Line(scene, account, link, compared, field)).OfType<string>().ToImmutableArray();
        var text = compared.Changes.Length > 0 ? $"{string.Join(", ", compared.Changes.Select(change => change.Field))} would be written{(compared.OnlyDrift ? ", but only the target changed" : "")}."
            : compared.Flipping.Length > 0 ? $"{string.Join(", ", compared.Flipping)} shows another value each time it is written."
            : "Every field is as it should be.";
        var owed = link is null ? [] : LostRoles.ToRestore(person, account, link, world);
        return new ExplainStep(
            ExplainStage.Comparison,
            owed.Length == 0 || !account.Enabled ? text : $"{text} Roles that a block took away are owed: {string.Join(", ", owed.Select(role => role.Name ?? role.Id))}.",
            link is null ? "what the directory says and what the account has" : "what was last applied, what the directory says now, what the account has", false)
        {
            Details = fields,
        };
    }

    private static string? Line(ExplainScene scene, EntryState account, AccountLink? link, ThreeWay compared, string field)
    {
        var desired = scene.World.Fields.Desired(scene.Person, field);
        var actual = scene.World.Fields.Actual(account, field);
        if (desired is null && actual is null)
        {
            return null;
        }

        var verdict = compared.Changes.FirstOrDefault(change => change.Field == field) is { } change ? change.Note is null ? "differs: written" : $"differs: {change.Note}"
            : compared.Flipping.Contains(field, StringComparer.Ordinal) ? "differs: flips back each time"
            : FieldMapper.Same(field, desired, actual) ? "the same"
            : desired is null ? "the directory says nothing: left as it is"
            : "the target's own form of what was sent: left as it is";
        var applied = link?.LastApplied[field] is { } last ? $", last applied '{last}'" : "";
        return $"{field}: {scene.Person.Key.System} {Quoted(desired)}, {scene.World.Target} {Quoted(actual)}{applied}: {verdict}";
    }

    private static string Quoted(string? value) => value is null ? "nothing" : $"'{value}'";

    private static ExplainStep? Protection(ExplainScene scene)
    {
        if (scene.Account is not { } account)
        {
            return null;
        }

        var values = account.Attributes.Values(AttributeNames.Protection);
        var consent = scene.World.Input.Consents.GetValueOrDefault(scene.Person.Key);
        var text = values.Length == 0 ? "The account is an ordinary one." : $"The account is protected: {string.Join(", ", values)}.";
        if (consent is not null)
        {
            text += $" {consent.By} consented to binding account {consent.AccountId}: {consent.Reason}.";
        }

        if (scene.Row is { Status: RowStatus.Block } or { Reason: Reason.ReceiverMissing } && scene.World.Policy.TaskReceivers is { } receivers)
        {
            text += scene.Link is { } link && Blocks.IsUnfinished(account, link) ? " The block was begun by an earlier sync, so no work is handed over any more."
                : scene.Row.Receiver is { } receiver ? $" The open work goes to account {receiver.Id}." : $" None of TaskReceivers ({string.Join(", ", receivers)}) has an account with access.";
        }

        return new ExplainStep(ExplainStage.Protection, text, values.Length == 0 ? null : $"protection of account {account.Key.Anchor}", false);
    }

    private static ExplainStep? Limits(ExplainScene scene, PlanRow row)
    {
        if (LimitJudge.NameOf(row) is not { } name)
        {
            return null;
        }

        var held = scene.Plan.Held.FirstOrDefault(limit => limit.Limit == name);
        return held is null
            ? new ExplainStep(ExplainStage.Limits, $"Counts for the limit {name}, which is not exceeded.", name, false)
            : new ExplainStep(
                ExplainStage.Limits,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Held: {held.Count} rows count for the limit {name}, of {held.Base} people with access; allowed are {(held.Max is { } max ? string.Create(CultureInfo.InvariantCulture, $"{max}") : "any number")}{(held.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $" or {percent} percent, whichever is less") : "")}."),
                name, false);
    }

    private static ExplainStep Selection(ExplainScene scene, PlanRow row)
    {
        var waits = scene.Related.Where(related => row.Requires.Contains(related.Id, StringComparer.Ordinal)).Select(related => $"Waits for: {related.Text}");
        var text = row switch
        {
            { Effects.Length: 0 } => "For information only: nothing would be written.",
            { Selected: true, Held: { } limit } => $"Selected, but held by the limit {limit} until somebody approves.",
            { Selected: true } => "Selected: Sync applies it.",
            _ => "Not selected: it is applied only if a person selects it.",
        };
        return new ExplainStep(ExplainStage.Selection, text, null, false) { Details = [.. waits] };
    }
}
